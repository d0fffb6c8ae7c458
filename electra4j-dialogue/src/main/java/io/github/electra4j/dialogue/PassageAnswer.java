package io.github.electra4j.dialogue;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.json.SixDecimals;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a document that answers a question.
 *
 * @param text as it stands there
 * @param confidence in it, 0 to 1
 * @param file of the document
 * @param start code points of the document before it
 * @param end code points of the document before its end
 * @param passage that it stands in
 * @param passageStart code points of the document before the passage
 */
public record PassageAnswer(
        String text, double confidence, String file, int start, int end, String passage, int passageStart) {
    ObjectNode toJson() {
        return JsonText.object()
                .put("text", text)
                .put("confidence", SixDecimals.of(confidence))
                .put("file", file)
                .put("start", start)
                .put("end", end)
                .put("passage", passage)
                .put("passage_start", passageStart);
    }
}
