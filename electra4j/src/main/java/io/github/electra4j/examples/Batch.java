package io.github.electra4j.examples;

/**
 * Examples of one step, padded to the longest of them.
 *
 * @param ids token ids, row-major {@code [size, length]}, [PAD] behind each example's end
 * @param lengths tokens of each example, [CLS] and [SEP] included; shape {@code [size]}
 * @param firstLengths tokens of segment type 0 in each example ([CLS] first segment [SEP]); shape {@code [size]}
 * @param keys a number for each example that is its alone over the whole run, for random draws; shape {@code [size]}
 * @param size number of examples
 * @param length tokens a row
 */
public record Batch(int[] ids, int[] lengths, int[] firstLengths, long[] keys, int size, int length) {
    public Batch {
        if (ids.length != size * length
                || lengths.length != size
                || firstLengths.length != size
                || keys.length != size) {
            throw new IllegalArgumentException(
                    "batch of " + size + " x " + length + ": ids " + ids.length + ", lengths " + lengths.length
                            + ", firstLengths " + firstLengths.length + ", keys " + keys.length);
        }
    }

    /** Tokens that are not padding. */
    public long tokens() {
        long n = 0;
        for (int l : lengths) {
            n += l;
        }
        return n;
    }

    /** The same padded to another length, which must not be below that of the longest example. */
    public Batch padded(int wider, int padId) {
        int[] rows = new int[size * wider];
        java.util.Arrays.fill(rows, padId);
        for (int i = 0; i < size; i++) {
            System.arraycopy(ids, i * length, rows, i * wider, lengths[i]);
        }
        return new Batch(rows, lengths, firstLengths, keys, size, wider);
    }

    /** Examples {@code from} to {@code to} (exclusive), padded to the longest of them. */
    public Batch slice(int from, int to) {
        int n = to - from;
        int longest = 0;
        for (int i = from; i < to; i++) {
            longest = Math.max(longest, lengths[i]);
        }
        int[] rows = new int[n * longest];
        for (int i = 0; i < n; i++) {
            System.arraycopy(ids, (from + i) * length, rows, i * longest, longest);
        }
        return new Batch(
                rows,
                java.util.Arrays.copyOfRange(lengths, from, to),
                java.util.Arrays.copyOfRange(firstLengths, from, to),
                java.util.Arrays.copyOfRange(keys, from, to),
                n,
                longest);
    }
}
