package io.github.electra4j.task.qa;

import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a context that may answer a question.
 *
 * @param text the part as it stands there
 * @param start its first UTF-16 unit in the context
 * @param end the UTF-16 unit behind it
 * @param score the sum of the logits of its start and its end
 * @param probability among all parts that the model could give, and no answer where it may give none
 */
public record FoundAnswer(String text, int start, int end, double score, double probability) {
    /** Writes it to an object, with places in code points. */
    void write(ObjectNode object, CodePoints places) {
        object.put("answer", text);
        object.put("start", places.before(start));
        object.put("end", places.before(end));
        object.put("probability", SixDecimals.of(probability));
    }
}
