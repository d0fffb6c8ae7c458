package io.github.electra4j.task.qa;

import io.github.electra4j.task.Window;
import io.github.electra4j.vocab.Encoding;
import java.util.stream.IntStream;
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
 * @param contextAlone whether the head reads [CLS] and the context, or else all tokens
 */
public record QuestionWindow(
        int[] ids,
        int firstLength,
        Encoding context,
        int first,
        int count,
        @Nullable TokenSpan target,
        int cut,
        boolean contextAlone)
        implements Window {
    /** All tokens, as Hugging Face's loss is over all of them; or, as the authors' code masks the others, [CLS] and the context. */
    @Override
    public int[] positions() {
        return contextAlone
                ? IntStream.concat(IntStream.of(0), IntStream.range(firstLength, firstLength + count))
                        .toArray()
                : IntStream.range(0, ids.length).toArray();
    }

    /** Number of {@link #positions}, each of which has a row of scores. */
    public int rows() {
        return contextAlone ? 1 + count : ids.length;
    }

    /** The row of scores of a token that is read. */
    private int row(int token) {
        return contextAlone && token > 0 ? token - firstLength + 1 : token;
    }

    /** The row of scores of a piece of the context. */
    int rowOf(int piece) {
        return row(token(piece));
    }

    /** The piece of the context that has a row of scores. */
    int pieceOf(int row) {
        return first + row - (contextAlone ? 1 : firstLength);
    }

    /** The row of scores of the answer's first token, that of [CLS] where there is none. */
    public int targetStart() {
        return target == null ? 0 : row(target.start());
    }

    /** The row of scores of the answer's last token, that of [CLS] where there is none. */
    int targetEnd() {
        return target == null ? 0 : row(target.end());
    }

    @Override
    public int terms() {
        return target == null ? 0 : 1;
    }

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
