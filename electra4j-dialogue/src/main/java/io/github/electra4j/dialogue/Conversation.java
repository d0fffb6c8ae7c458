package io.github.electra4j.dialogue;

import io.github.electra4j.dialogue.Recognised.Guess;
import io.github.electra4j.dialogue.Recognised.Selected;
import io.github.electra4j.dialogue.Turn.Act;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a dialogue: a function of the dialogue, the state, the message and what models say of it. It asks no model and keeps nothing.
 *
 * <p>First intents and slots are recognised; {@link #sources} then says where a reply is to be looked for, if anywhere; {@link #turn} is made
 * with what was found there.
 *
 * @param dialogue that is held
 * @param state before the message
 * @param message of the user
 */
public record Conversation(Dialogue dialogue, DialogueState state, String message) {
    /** Characters (code points) of a message at most: what people say in one turn, and far from what would keep the models busy. */
    public static final int LONGEST = 4000;

    public Conversation {
        String fault = faultOf(message);
        if (fault != null) {
            throw new IllegalArgumentException("the message " + fault);
        }
    }

    /** Why a message is none, in words that go on from it; null where it is one. */
    public static @Nullable String faultOf(String message) {
        if (message.isBlank()) {
            return "is empty, expected what the user says";
        }
        int length = message.codePointCount(0, message.length());
        return length > LONGEST
                ? "has " + length + " characters, expected at most " + LONGEST + "; say it in fewer"
                : null;
    }

    /** What is to be said. */
    private sealed interface Move {
        /** The reply of an intent, whose slots are all filled. */
        record Say(Intent intent) implements Move {}

        /** A reply that is looked for, to an intent or to none. */
        record Find(@Nullable Intent intent, List<Source> sources) implements Move {}

        /** A question for a slot; again where the last one was not answered. */
        record AskSlot(Intent intent, Slot slot, boolean again) implements Move {}

        /** A question back. */
        record AskIntent(Intent first, Intent second) implements Move {}

        /** Nothing that this dialogue could say. */
        record HandOver() implements Move {}
    }

    /** Where a reply is to be looked for; empty where it is known already. */
    public List<Source> sources(Recognised recognised) {
        return move(recognised, filled(recognised)) instanceof Move.Find find ? find.sources() : List.of();
    }

    /** The conversation as a model reads it that selects replies: the last turns and the message. */
    public String context() {
        Dialogue.Speakers speakers = dialogue.speakers();
        List<String> said = new ArrayList<>();
        for (DialogueState.Exchange turn : state.turns()) {
            said.add(speakers.user() + turn.message());
            said.add(speakers.house() + turn.reply());
        }
        said.add(speakers.user() + message);
        return String.join("\n", said);
    }

    /** The replies to select from as that model reads them. */
    public List<String> options() {
        return dialogue.replies().stream()
                .map(reply -> dialogue.speakers().house() + reply)
                .toList();
    }

    /** The reply and the state behind it. */
    public Turn turn(Recognised recognised) {
        Map<String, String> filled = filled(recognised);
        Move move = move(recognised, filled);
        if (move instanceof Move.Say say) {
            return sure(Act.REPLY, reply(say.intent(), filled), recognised, without(filled, say.intent()));
        }
        if (move instanceof Move.Find find) {
            return found(find, recognised, filled);
        }
        if (move instanceof Move.AskSlot ask) {
            Pending pending =
                    new Pending.Missing(ask.intent().name(), ask.slot().name());
            String question = Template.filled(ask.slot().question(), filled);
            return ask.again()
                    ? unsure(Act.ASK_SLOT, question, recognised, filled, pending)
                    : turn(Act.ASK_SLOT, question, recognised, filled, pending, 0);
        }
        if (move instanceof Move.AskIntent ask) {
            String question = Template.filled(
                    dialogue.wording().question(),
                    Map.of("first", ask.first().means(), "second", ask.second().means()));
            Pending pending =
                    new Pending.Which(List.of(ask.first().name(), ask.second().name()));
            return unsure(Act.ASK_INTENT, question, recognised, filled, pending);
        }
        return handedOver(recognised);
    }

    /** The first that is sure enough, in the order of the sources. */
    private Turn found(Move.Find find, Recognised recognised, Map<String, String> filled) {
        Map<String, String> left = find.intent() == null ? filled : without(filled, find.intent());
        Selected selected = recognised.selected();
        PassageAnswer answer = recognised.answer();
        for (Source source : find.sources()) {
            if (source == Source.REPLIES
                    && selected != null
                    && selected.probability() >= dialogue.confidence().reply()) {
                return sure(Act.SELECTED, selected.reply(), recognised, left);
            }
            if (source == Source.DOCUMENTS
                    && answer != null
                    && answer.confidence() >= dialogue.confidence().answer()) {
                return sure(Act.ANSWER, answer.text(), recognised, left);
            }
        }
        return handedOver(recognised);
    }

    private Turn sure(Act act, String reply, Recognised recognised, Map<String, String> filled) {
        return turn(act, reply, recognised, filled, null, 0);
    }

    /** Once more unsure, or once too often. */
    private Turn unsure(Act act, String question, Recognised recognised, Map<String, String> filled, Pending pending) {
        int times = state.unsure() + 1;
        return times >= dialogue.wording().handOverAfter()
                ? handedOver(recognised)
                : turn(act, question, recognised, filled, pending, times);
    }

    /** Somebody else goes on with what was asked for: of it nothing is kept for a later request, and of what was not understood neither. */
    private Turn handedOver(Recognised recognised) {
        return turn(Act.HAND_OVER, dialogue.wording().handOver(), recognised, Map.of(), null, 0);
    }

    private Turn turn(
            Act act,
            String reply,
            Recognised recognised,
            Map<String, String> filled,
            @Nullable Pending pending,
            int unsure) {
        return new Turn(act, reply, recognised, state.after(message, reply, filled, pending, unsure));
    }

    /** The slots that were known, with those of the message, of each the surest. */
    private Map<String, String> filled(Recognised recognised) {
        Map<String, String> filled = new LinkedHashMap<>(state.slots());
        Map<String, Double> sure = new LinkedHashMap<>();
        for (TaggedSpan span : recognised.slots()) {
            if (dialogue.hasSlot(span.label())
                    && span.probability() >= dialogue.confidence().slot()
                    && span.probability() > sure.getOrDefault(span.label(), 0.0)) {
                filled.put(span.label(), DialogueState.cut(span.text()));
                sure.put(span.label(), span.probability());
            }
        }
        return filled;
    }

    /** What an intent has used is not kept for the next: a second order is not for the day of the first. */
    private static Map<String, String> without(Map<String, String> filled, Intent intent) {
        Map<String, String> left = new LinkedHashMap<>(filled);
        intent.slots().forEach(slot -> left.remove(slot.name()));
        return left;
    }

    private Move move(Recognised recognised, Map<String, String> filled) {
        Move answer = state.pending() instanceof Pending.Missing missing
                ? toMissing(missing, recognised, filled)
                : state.pending() instanceof Pending.Which which ? toWhich(which, filled) : null;
        return answer == null ? fresh(recognised, filled) : answer;
    }

    /** What follows on a message after a slot was asked for: on with the intent, to another one that is sure, or the question again. */
    private @Nullable Move toMissing(Pending.Missing missing, Recognised recognised, Map<String, String> filled) {
        Intent intent = dialogue.intent(missing.intent());
        if (intent == null) {
            return null;
        }
        boolean answered = intent.slots().stream()
                .anyMatch(slot ->
                        filled.containsKey(slot.name()) && !state.slots().containsKey(slot.name()));
        if (answered) {
            return on(intent, filled);
        }
        Intent other = sureIntent(recognised);
        if (other != null && !other.name().equals(intent.name())) {
            return null;
        }
        boolean corrected = intent.slots().stream()
                .anyMatch(slot ->
                        !Objects.equals(filled.get(slot.name()), state.slots().get(slot.name())));
        if (corrected) {
            return on(intent, filled);
        }
        return intent.slots().stream()
                .filter(slot -> slot.name().equals(missing.slot()))
                .findFirst()
                .<Move>map(slot -> new Move.AskSlot(intent, slot, true))
                .orElse(null);
    }

    /** What follows on yes, no, a number or a name after a question back; null where something else was said. */
    private @Nullable Move toWhich(Pending.Which which, Map<String, String> filled) {
        Intent first = dialogue.intent(which.intents().get(0));
        Intent second = dialogue.intent(which.intents().get(1));
        if (first == null || second == null) {
            return null;
        }
        if (saysOneOf(dialogue.wording().no().stream())) {
            return new Move.HandOver();
        }
        if (saysOneOf(Stream.concat(dialogue.wording().yes().stream(), Stream.of("1", first.name(), first.means())))) {
            return on(first, filled);
        }
        return saysOneOf(Stream.of("2", second.name(), second.means())) ? on(second, filled) : null;
    }

    private boolean saysOneOf(Stream<String> words) {
        String said = plain(message);
        return words.map(Conversation::plain).anyMatch(said::equals);
    }

    /**
     * Letters and digits without case, a space between words; what has neither, such as a thumb, as it stands. Full-width digits and marks apart
     * from their letters are as the others (NFKC), and the Turkish dotless i, which has the capital of the dotted one, is as that.
     */
    static String plain(String text) {
        // Some keyboards write which form of a sign is wanted, a mark that would be all that is left of every sign.
        String sound = Normalizer.normalize(text.replaceAll("[\\uFE0E\\uFE0F]", ""), Normalizer.Form.NFKC);
        String lower = sound.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        String words = lower.replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
        return words.isEmpty() ? lower : words;
    }

    private Move fresh(Recognised recognised, Map<String, String> filled) {
        if (isOutOfScope(recognised)) {
            return dialogue.otherwise().isEmpty() ? new Move.HandOver() : new Move.Find(null, dialogue.otherwise());
        }
        Intent sure = sureIntent(recognised);
        if (sure != null) {
            return on(sure, filled);
        }
        List<Intent> likeliest = recognised.intents().stream()
                .map(Guess::intent)
                .flatMap(name -> Stream.ofNullable(dialogue.intent(name)))
                .limit(2)
                .toList();
        return likeliest.size() < 2 ? new Move.HandOver() : new Move.AskIntent(likeliest.get(0), likeliest.get(1));
    }

    /** Whether the classifier names a label that is no intent here, or gives too little for any. */
    private boolean isOutOfScope(Recognised recognised) {
        String said = recognised.said();
        return said == null
                || dialogue.intent(said) == null
                || recognised.probability(said) < dialogue.confidence().outOfScope();
    }

    private @Nullable Intent sureIntent(Recognised recognised) {
        String said = recognised.said();
        return said != null
                        && recognised.probability(said) >= dialogue.confidence().intent()
                ? dialogue.intent(said)
                : null;
    }

    /** On with an intent: what is missing is asked for. */
    private static Move on(Intent intent, Map<String, String> filled) {
        for (Slot slot : intent.slots()) {
            if (!filled.containsKey(slot.name())) {
                return new Move.AskSlot(intent, slot, false);
            }
        }
        return intent.from() == null ? new Move.Say(intent) : new Move.Find(intent, List.of(intent.from()));
    }

    /** The first of the replies that was not said in the last turns. */
    private String reply(Intent intent, Map<String, String> filled) {
        List<String> all = intent.replies().stream()
                .map(reply -> Template.filled(reply, filled))
                .toList();
        return all.stream()
                .filter(reply ->
                        state.turns().stream().noneMatch(turn -> turn.reply().equals(DialogueState.cut(reply))))
                .findFirst()
                .orElse(all.get(0));
    }
}
