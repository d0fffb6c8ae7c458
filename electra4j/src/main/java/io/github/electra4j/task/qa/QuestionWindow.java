package io.github.electra4j.task.qa;

import io.github.electra4j.vocab.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * {@code [CLS] question [SEP] part of the context [SEP]}.
 *
 * @param ids token ids
 * @param firstLength tokens up to and with the first [SEP]; the context's part begins behind them
 * @param context pieces of the whole context
 * @param first the piece of the context that stands first in this window
 * @param count pieces of the context in it
 * @param target the tokens of the answer, [CLS] where this window does not hold all of it; null where nothing is to be learned
 * @param cut pieces of the question that were cut
 */
public record QuestionWindow(
        int[] ids,
        int firstLength,
        Encoding context,
        int first,
        int count,
        @Nullable TokenSpan target,
        int cut) {
    /** The piece of the context behind the last one in this window. */
    int end() {
        return first + count;
    }

    /** The token that a piece of the context is. */
    int token(int piece) {
        return firstLength + piece - first;
    }

    /**
     * How much of the context a piece sees in this window; where two windows hold it, the answer's start is sought where that is more (the
     * published maximum context: the lesser of the pieces on its left and right, and between equal ones the longer window).
     */
    double contextOf(int piece) {
        return Math.min(piece - first, end() - 1 - piece) + 0.01 * count;
    }
}
