package io.github.electra4j.dialogue;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What models say of a message.
 *
 * @param said the label that the classifier says, which by a threshold of its own need not be the likeliest; null where none was asked
 * @param intents all labels, the likeliest first
 * @param slots parts of the message with the tagger's labels
 * @param selected the reply that goes best with the conversation; null where none was looked for
 * @param answer out of documents; null where none was looked for or found
 * @param cut whether a model did not read all of the message or the conversation, since it is too long for it
 */
public record Recognised(
        @Nullable String said,
        List<Guess> intents,
        List<TaggedSpan> slots,
        @Nullable Selected selected,
        @Nullable PassageAnswer answer,
        boolean cut) {
    /** Intents that are shown. */
    private static final int SHOWN = 3;

    /** Where no model was asked. */
    public static final Recognised NOTHING = new Recognised(null, List.of(), List.of(), null, null, false);

    /**
     * A label of the classifier.
     *
     * @param probability 0 to 1
     */
    public record Guess(String intent, double probability) {}

    /**
     * A reply of the list.
     *
     * @param probability among all of the list; their sum is 1, so that one is likely even where none fits
     */
    public record Selected(String reply, double probability) {}

    public Recognised {
        intents = List.copyOf(intents);
        slots = List.copyOf(slots);
    }

    /**
     * With what the classifier says.
     *
     * @param labels of its probabilities
     */
    public Recognised with(ClassPrediction prediction, List<String> labels) {
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            guesses.add(new Guess(labels.get(i), prediction.probabilities()[i]));
        }
        guesses.sort(Comparator.comparingDouble(Guess::probability).reversed());
        return new Recognised(prediction.label(), guesses, slots, selected, answer, cut);
    }

    /** With what the tagger finds. */
    public Recognised with(List<TaggedSpan> spans) {
        return new Recognised(said, intents, spans, selected, answer, cut);
    }

    /** With the reply that was chosen among others. */
    public Recognised with(Choice choice, List<String> replies) {
        int best = TextTask.best(choice.probabilities());
        return new Recognised(
                said, intents, slots, new Selected(replies.get(best), choice.probabilities()[best]), answer, cut);
    }

    /** With an answer out of documents, or null for none. */
    public Recognised with(@Nullable PassageAnswer found) {
        return new Recognised(said, intents, slots, selected, found, cut);
    }

    /** With whether the model that was asked did not read all; one is enough. */
    public Recognised withCut(boolean asked) {
        return new Recognised(said, intents, slots, selected, answer, cut || asked);
    }

    /** The probability of an intent; 0 for one that the classifier does not know. */
    double probability(String intent) {
        return intents.stream()
                .filter(guess -> guess.intent().equals(intent))
                .mapToDouble(Guess::probability)
                .findFirst()
                .orElse(0);
    }

    /**
     * As an object: {@code intent} (what the classifier says), {@code probability}, {@code intents}, {@code slots}, {@code selected} and {@code answer}, as far as they
     * were asked for, and {@code cut} where something was. Places count code points.
     */
    public ObjectNode toJson(String message) {
        ObjectNode object = JsonText.object();
        if (said != null) {
            object.put("intent", said).put("probability", SixDecimals.of(probability(said)));
            ArrayNode likeliest = object.putArray("intents");
            intents.stream().limit(SHOWN).forEach(guess -> likeliest
                    .addObject()
                    .put("intent", guess.intent())
                    .put("probability", SixDecimals.of(guess.probability())));
        }
        CodePoints places = CodePoints.of(message);
        ArrayNode spans = object.putArray("slots");
        slots.forEach(span -> span.write(spans.addObject(), places));
        if (selected != null) {
            object.putObject("selected")
                    .put("reply", selected.reply())
                    .put("probability", SixDecimals.of(selected.probability()));
        }
        if (answer != null) {
            object.set("answer", answer.toJson());
        }
        if (cut) {
            object.put("cut", true);
        }
        return object;
    }
}
