package io.github.electra4j.task;

import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text or a pair of texts that is too long, as windows that together hold all of it. The last window ends with the text, so that every one
 * is full.
 */
final class TextWindows {
    private TextWindows() {}

    /**
     * The windows.
     *
     * <p>Of a pair each text gets as much of a window as the published truncation would leave of it: where one is short, it stands whole in
     * every window; where both are long, the windows go through both at the same time, the k-th part of one beside the part of the other
     * that stands at the same share of its length.
     *
     * @param second null for a single text
     * @param stride pieces from the beginning of a window to that of the next; 0 for half of what it holds
     */
    static List<TextWindow> of(
            int[] first, int @Nullable [] second, Vocabulary vocabulary, int maxLength, int stride, double target) {
        int[] other = second == null ? new int[0] : second;
        int room = EncodedTexts.room(maxLength, second != null);
        int roomOfFirst = EncodedTexts.keptOfFirst(first.length, other.length, room);
        List<int[]> firsts = parts(first, roomOfFirst, stride);
        List<int[]> seconds = parts(other, Math.min(other.length, room - roomOfFirst), stride);
        int count = Math.max(firsts.size(), seconds.size());
        List<TextWindow> windows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int[] a = partAt(firsts, k, count);
            int[] b = partAt(seconds, k, count);
            int[] ids = EncodedTexts.join(a, a.length, second == null ? null : b, b.length, vocabulary);
            windows.add(new TextWindow(ids, a.length + 2, 0, target));
        }
        return windows;
    }

    /**
     * Parts of a text, each of so many pieces, the last one its end; the whole text where it is no longer.
     *
     * @param stride pieces from the beginning of a part to that of the next, no more than it holds; 0 for half of them
     */
    static List<int[]> parts(int[] text, int room, int stride) {
        int step = Math.max(1, stride > 0 ? Math.min(stride, room) : room / 2);
        List<int[]> parts = new ArrayList<>();
        int last = Math.max(0, text.length - room);
        for (int start = 0; start < last; start += step) {
            parts.add(Arrays.copyOfRange(text, start, start + room));
        }
        parts.add(Arrays.copyOfRange(text, last, text.length));
        return parts;
    }

    /** The part at the same share of the way as window k of so many. */
    private static int[] partAt(List<int[]> parts, int k, int count) {
        return parts.get(count == 1 ? 0 : (int) Math.round((double) k * (parts.size() - 1) / (count - 1)));
    }
}
