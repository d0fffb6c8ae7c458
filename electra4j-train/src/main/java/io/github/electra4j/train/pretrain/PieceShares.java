package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.ExampleSource;

/** How often each word piece stands in the examples. */
public final class PieceShares {
    /** Enough to know the shares of all pieces that matter. */
    private static final long MOST_EXAMPLES = 100_000;

    private PieceShares() {}

    /** The log of each piece's share, every piece counted once more than it stands; of examples spread evenly over the source. */
    public static float[] logarithms(ExampleSource examples, int vocabularySize) {
        long[] counts = new long[vocabularySize];
        long read = Math.min(MOST_EXAMPLES, examples.size());
        int[] ids = new int[0];
        long total = vocabularySize;
        for (long i = 0; i < read; i++) {
            long example = (long) ((double) i / read * examples.size());
            int length = examples.length(example);
            ids = ids.length < length ? new int[length] : ids;
            examples.copy(example, ids, 0);
            for (int j = 0; j < length; j++) {
                counts[ids[j]]++;
            }
            total += length;
        }
        float[] logarithms = new float[vocabularySize];
        for (int i = 0; i < vocabularySize; i++) {
            logarithms[i] = (float) Math.log((counts[i] + 1.0) / total);
        }
        return logarithms;
    }
}
