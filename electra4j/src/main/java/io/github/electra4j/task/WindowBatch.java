package io.github.electra4j.task;

import io.github.electra4j.examples.Batch;
import java.util.Arrays;
import java.util.List;

/**
 * Windows that are computed together.
 *
 * @param windows in the order of the batch's rows
 * @param batch their tokens, padded to the longest
 */
public record WindowBatch(List<? extends Window> windows, Batch batch) {
    /**
     * Pads windows to the longest of them.
     *
     * @param keys a number for each window, for random draws
     */
    public static WindowBatch of(List<? extends Window> windows, long[] keys, int padId) {
        int n = windows.size();
        int longest = 0;
        for (Window window : windows) {
            longest = Math.max(longest, window.ids().length);
        }
        int[] flat = new int[n * longest];
        int[] lengths = new int[n];
        int[] firsts = new int[n];
        for (int i = 0; i < n; i++) {
            int[] ids = windows.get(i).ids();
            lengths[i] = ids.length;
            firsts[i] = windows.get(i).firstLength();
            System.arraycopy(ids, 0, flat, i * longest, ids.length);
            Arrays.fill(flat, i * longest + ids.length, (i + 1) * longest, padId);
        }
        return new WindowBatch(windows, new Batch(flat, lengths, firsts, keys, n, longest));
    }

    /** The tokens whose states are read, as indices into the batch's {@code size * length}. */
    public int[] tokens() {
        int[] tokens =
                new int[windows.stream().mapToInt(w -> w.positions().length).sum()];
        int n = 0;
        for (int i = 0; i < windows.size(); i++) {
            for (int position : windows.get(i).positions()) {
                tokens[n++] = i * batch.length() + position;
            }
        }
        return tokens;
    }
}
