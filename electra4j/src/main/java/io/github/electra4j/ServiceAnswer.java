package io.github.electra4j;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the documents of a server say to a question.
 *
 * @param text of the answer, as it stands there; empty for none
 * @param confidence in it, 0 to 1; where there is none, in the surest that was not sure enough
 * @param place where it stands; null where there is no answer
 * @param cut whether the question is longer than what the model reads, and its end was cut off; of a turn {@link ServiceTurn#cut} says it
 */
public record ServiceAnswer(
        String text, double confidence, @Nullable Place place, boolean cut) {
    /**
     * Where an answer stands. The client does not have the document, so that places in it stay as the server counts them.
     *
     * @param file of the document, as the server knows it
     * @param start code points of the document's text before the answer
     * @param end code points of the document's text before its end
     * @param passage that it stands in
     * @param passageStart code points of the document's text before the passage
     * @param title of the document; null for none, and in a conversation
     * @param heading that the passage stands under; null for none, and in a conversation
     * @param page from 1; 0 where the document has none, and in a conversation
     */
    public record Place(
            String file,
            int start,
            int end,
            String passage,
            int passageStart,
            @Nullable String title,
            @Nullable String heading,
            int page) {
        /** The answer's first UTF-16 unit in the passage. */
        public int startInPassage() {
            return passage.offsetByCodePoints(0, start - passageStart);
        }

        /** The UTF-16 unit of the passage behind the answer. */
        public int endInPassage() {
            return passage.offsetByCodePoints(0, end - passageStart);
        }
    }

    /** Of {@code /v1/ask}. */
    static ServiceAnswer of(JsonNode found) {
        JsonNode passage = found.path("passage");
        return new ServiceAnswer(
                found.path("answer").asString(""),
                found.path("confidence").doubleValue(),
                passage.isObject() ? place(found, passage.path("text"), passage.path("start")) : null,
                ServiceResults.isCut(found));
    }

    /** Of {@code /v1/chat}, where there is an answer. */
    static ServiceAnswer ofTurn(JsonNode found) {
        return new ServiceAnswer(
                found.path("text").asString(""),
                found.path("confidence").doubleValue(),
                place(found, found.path("passage"), found.path("passage_start")),
                false);
    }

    private static Place place(JsonNode found, JsonNode passage, JsonNode passageStart) {
        return new Place(
                found.path("file").asString(""),
                found.path("start").intValue(),
                found.path("end").intValue(),
                passage.asString(""),
                passageStart.intValue(),
                found.path("title").asStringOpt().orElse(null),
                found.path("heading").asStringOpt().orElse(null),
                found.path("page").asInt(0));
    }
}
