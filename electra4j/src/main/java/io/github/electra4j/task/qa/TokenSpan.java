package io.github.electra4j.task.qa;

import io.github.electra4j.vocab.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * Tokens, or word pieces, one behind the other.
 *
 * @param start the first
 * @param end the last, not the one behind it
 */
public record TokenSpan(int start, int end) {
    /** [CLS], which stands for no answer. */
    static final TokenSpan NONE = new TokenSpan(0, 0);

    /** The fewest pieces that cover UTF-16 units {@code from} to {@code to} (exclusive) of a text; null where none is in them. */
    static @Nullable TokenSpan covering(Encoding text, int from, int to) {
        int start = 0;
        while (start < text.size() && text.ends()[start] <= from) {
            start++;
        }
        int behind = start;
        while (behind < text.size() && text.starts()[behind] < to) {
            behind++;
        }
        return behind == start ? null : new TokenSpan(start, behind - 1);
    }
}
