package io.github.electra4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts cut into windows that overlap by half, so that every piece but the outermost stands in the middle half of one. */
final class Windows {
    private final int width;
    private final int stride;
    private final List<int[]> pieces = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();

    /** Windows of so many pieces at most. */
    Windows(int width) {
        this.width = width;
        this.stride = Math.max(1, width / 2);
    }

    /** Adds the windows of the next text: one at least, though it may be empty. */
    void add(int[] ids) {
        int count = ids.length <= width ? 1 : (ids.length - width + stride - 1) / stride + 1;
        firsts.add(pieces.size());
        counts.add(count);
        for (int w = 0; w < count; w++) {
            pieces.add(Arrays.copyOfRange(ids, w * stride, Math.min(ids.length, w * stride + width)));
        }
    }

    /** The windows of all texts. */
    List<int[]> pieces() {
        return pieces;
    }

    /** The value of a piece of a text, from the window in whose middle it stands. */
    float valueAt(int text, int piece, float[][] values) {
        return values[window(text, piece)][column(text, piece)];
    }

    /** The window, among those of all texts, in whose middle a piece of a text stands. */
    int window(int text, int piece) {
        return firsts.get(text) + ofText(text, piece);
    }

    /** Where the piece stands in that window. */
    int column(int text, int piece) {
        return piece - ofText(text, piece) * stride;
    }

    private int ofText(int text, int piece) {
        return Math.max(0, Math.min(counts.get(text) - 1, (piece - (width - stride) / 2) / stride));
    }
}
