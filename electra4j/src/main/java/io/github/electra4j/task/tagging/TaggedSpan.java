package io.github.electra4j.task.tagging;

import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a text with its label: an entity, a chunk, or a word.
 *
 * @param start its first UTF-16 unit
 * @param end the UTF-16 unit behind it
 * @param label its type, or the tag of the word
 * @param text as it stands there
 * @param probability of an entity, the least among those of its words' labels
 */
public record TaggedSpan(int start, int end, String label, String text, double probability) {
    /** Writes it to an object, with places in code points. */
    public void write(ObjectNode object, CodePoints places) {
        object.put("start", places.before(start))
                .put("end", places.before(end))
                .put("label", label)
                .put("text", text)
                .put("probability", SixDecimals.of(probability));
    }
}
