package io.github.electra4j;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a server's dialogue replies to a message, and why.
 *
 * @param reply in words
 * @param act what the reply does: {@code reply}, {@code selected}, {@code answer}, {@code ask_slot}, {@code ask_intent} or {@code hand_over}
 * @param intent the label that the classifier says; null where the dialogue has none
 * @param intents the likeliest of its labels, the likeliest first
 * @param slots parts of the message with the tagger's labels, their places in UTF-16 units
 * @param selected the reply of the list that goes best with the conversation; null where none was looked for
 * @param answer out of the dialogue's documents; null where none was looked for or found
 * @param cut whether a model did not read all of the message or the conversation, since it is too long for it
 * @param state of the conversation as JSON, for the next message; the server keeps nothing
 */
public record ServiceTurn(
        String reply,
        String act,
        @Nullable String intent,
        List<Guess> intents,
        List<TaggedSpan> slots,
        @Nullable Selected selected,
        @Nullable ServiceAnswer answer,
        boolean cut,
        String state) {
    /**
     * A label of the classifier.
     *
     * @param probability 0 to 1
     */
    public record Guess(String intent, double probability) {}

    /**
     * A reply of the list.
     *
     * @param probability among all of the list
     */
    public record Selected(String reply, double probability) {}

    public ServiceTurn {
        intents = List.copyOf(intents);
        slots = List.copyOf(slots);
    }

    static ServiceTurn of(JsonNode turn, String message) {
        JsonNode recognised = turn.path("recognised");
        JsonNode selected = recognised.path("selected");
        JsonNode answer = recognised.path("answer");
        return new ServiceTurn(
                turn.path("reply").asString(""),
                turn.path("act").asString(""),
                recognised.path("intent").asStringOpt().orElse(null),
                recognised
                        .path("intents")
                        .valueStream()
                        .map(guess -> new Guess(
                                guess.path("intent").asString(""),
                                guess.path("probability").doubleValue()))
                        .toList(),
                ServiceResults.spans(message, recognised.path("slots")),
                selected.isObject()
                        ? new Selected(
                                selected.path("reply").asString(""),
                                selected.path("probability").doubleValue())
                        : null,
                answer.isObject() ? ServiceAnswer.ofTurn(answer) : null,
                ServiceResults.isCut(recognised),
                JsonText.compact(turn.path("state")));
    }
}
