package io.github.electra4j.task.tagging;

import java.util.List;

/**
 * The tags of a text.
 *
 * @param of the text and its words
 * @param tags one a word, in the scheme of the training file
 * @param probabilities of the tags
 * @param spans what the tags say: entities or chunks, or, where they are plain, every word
 */
public record Tags(TaggedText of, List<String> tags, List<Double> probabilities, List<TaggedSpan> spans) {
    public Tags {
        probabilities = List.copyOf(probabilities);
        tags = List.copyOf(tags);
        spans = List.copyOf(spans);
    }
}
