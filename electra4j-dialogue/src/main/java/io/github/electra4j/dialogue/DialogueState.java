package io.github.electra4j.dialogue;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.JsonRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a conversation stands: all that the next turn needs of those before it. It goes to the user and comes back, so that whoever answers keeps
 * nothing; what comes back is not believed, but read strictly and within bounds.
 *
 * @param slots filled so far, by name
 * @param pending question, or null
 * @param turns the last ones, as context for selecting a reply
 * @param unsure how often in a row it was not clear what was meant
 */
public record DialogueState(
        Map<String, String> slots, @Nullable Pending pending, List<Exchange> turns, int unsure) {
    /** A conversation that has not begun. */
    public static final DialogueState EMPTY = new DialogueState(Map.of(), null, List.of(), 0);

    /** Turns that are kept. */
    static final int TURNS = 4;

    /** Characters, as code points, of a text that are kept. */
    static final int LENGTH = 1000;

    /**
     * What was said and what was answered.
     *
     * @param message of the user
     * @param reply to it
     */
    public record Exchange(String message, String reply) {}

    public DialogueState {
        slots = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(slots));
        turns = List.copyOf(turns);
    }

    /** As an object, which {@link #of} reads: {@code slots}, {@code pending} (with {@code intents}, or {@code intent} and {@code slot}; or null), {@code turns}, {@code unsure}. */
    public ObjectNode toJson() {
        ObjectNode object = JsonText.object();
        ObjectNode filled = object.putObject("slots");
        slots.forEach(filled::put);
        if (pending instanceof Pending.Which which) {
            ArrayNode names = object.putObject("pending").putArray("intents");
            which.intents().forEach(names::add);
        } else if (pending instanceof Pending.Missing missing) {
            object.putObject("pending").put("intent", missing.intent()).put("slot", missing.slot());
        } else {
            object.putNull("pending");
        }
        ArrayNode list = object.putArray("turns");
        turns.forEach(turn -> list.addObject().put("message", turn.message()).put("reply", turn.reply()));
        return object.put("unsure", unsure);
    }

    /**
     * The state that an object holds.
     *
     * @throws IllegalArgumentException where it is none of this dialogue's, or too long; the message names the key
     */
    public static DialogueState of(JsonRow object, Dialogue dialogue) {
        onlyKeys(object, Set.of("slots", "pending", "turns", "unsure"));
        int unsure = object.has("unsure") ? object.whole("unsure") : 0;
        // Once it is so often, it is handed over and counted anew.
        int most = dialogue.wording().handOverAfter() - 1;
        if (unsure > most) {
            throw object.wrong(
                    "unsure",
                    "is " + unsure + ", expected at most " + most + ", since this dialogue hands over after "
                            + dialogue.wording().handOverAfter());
        }
        return new DialogueState(
                object.has("slots") ? slots(object.object("slots"), dialogue) : Map.of(),
                object.has("pending") ? pending(object.object("pending"), dialogue) : null,
                object.has("turns") ? turns(object) : List.of(),
                unsure);
    }

    private static void onlyKeys(JsonRow object, Set<String> known) {
        for (String key : object.node().propertyNames()) {
            if (!known.contains(key)) {
                throw object.wrong(
                        shortened(key),
                        "is no key of a state; expected "
                                + String.join(", ", known.stream().sorted().toList())
                                + "; send back what came with the reply, as it was");
            }
        }
    }

    private static String shortened(String key) {
        return key.length() > 40 ? key.substring(0, 40) + "..." : key;
    }

    private static Map<String, String> slots(JsonRow object, Dialogue dialogue) {
        Map<String, String> slots = new LinkedHashMap<>();
        for (String name : object.node().propertyNames()) {
            if (!dialogue.hasSlot(name)) {
                throw object.wrong(shortened(name), "is no slot of this dialogue");
            }
            String text = text(object, name);
            if (text.isBlank()) {
                throw object.wrong(name, "is empty, expected what fills the slot; leave it out where nothing does");
            }
            slots.put(name, text);
        }
        return slots;
    }

    private static String text(JsonRow object, String key) {
        String text = object.text(key);
        int length = text.codePointCount(0, text.length());
        if (length > LENGTH) {
            throw object.wrong(key, "has " + length + " characters, expected at most " + LENGTH);
        }
        return text;
    }

    private static Pending pending(JsonRow object, Dialogue dialogue) {
        if (object.has("intents")) {
            onlyKeys(object, Set.of("intents"));
            List<String> names = object.texts("intents");
            if (names.size() != 2 || names.stream().anyMatch(name -> dialogue.intent(name) == null)) {
                throw object.wrong("intents", "is not two intents of this dialogue");
            }
            return new Pending.Which(names);
        }
        onlyKeys(object, Set.of("intent", "slot"));
        Intent intent = dialogue.intent(text(object, "intent"));
        if (intent == null) {
            throw object.wrong("intent", "is no intent of this dialogue");
        }
        String slot = text(object, "slot");
        if (intent.slots().stream().noneMatch(known -> known.name().equals(slot))) {
            throw object.wrong("slot", "is no slot of the intent " + intent.name());
        }
        return new Pending.Missing(intent.name(), slot);
    }

    private static List<Exchange> turns(JsonRow object) {
        List<JsonRow> objects = object.objects("turns");
        if (objects.size() > TURNS) {
            throw object.wrong("turns", "has " + objects.size() + ", expected at most " + TURNS);
        }
        List<Exchange> turns = new ArrayList<>();
        for (JsonRow turn : objects) {
            onlyKeys(turn, Set.of("message", "reply"));
            turns.add(new Exchange(text(turn, "message"), text(turn, "reply")));
        }
        return turns;
    }

    /** The state after a turn. */
    DialogueState after(
            String message, String reply, Map<String, String> filled, @Nullable Pending asked, int unsureNow) {
        List<Exchange> all = new ArrayList<>(turns);
        all.add(new Exchange(cut(message), cut(reply)));
        return new DialogueState(filled, asked, all.subList(Math.max(0, all.size() - TURNS), all.size()), unsureNow);
    }

    /** The end of a text, which comes next before what is said next. */
    static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LENGTH
                ? text
                : text.substring(text.offsetByCodePoints(text.length(), -LENGTH));
    }
}
