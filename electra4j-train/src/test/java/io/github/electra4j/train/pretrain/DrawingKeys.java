package io.github.electra4j.train.pretrain;

import io.github.electra4j.random.CounterRandom;

/** Random keys under which the pieces are drawn that a fixture has. */
final class DrawingKeys {
    private DrawingKeys() {}

    /**
     * For each row the first key whose draw is well inside the wanted piece's stretch of the cumulative distribution.
     *
     * @param probabilities that pieces are drawn by, {@code [rows, vocabulary]}
     * @param drawn the wanted piece of each row
     */
    static long[] of(float[] probabilities, int[] drawn) {
        int pieces = probabilities.length / drawn.length;
        long[] keys = new long[drawn.length];
        for (int r = 0; r < keys.length; r++) {
            double below = 0;
            for (int id = 0; id < drawn[r]; id++) {
                below += probabilities[r * pieces + id];
            }
            double width = probabilities[r * pieces + drawn[r]];
            double uniform;
            do {
                uniform = (CounterRandom.at(++keys[r], 0) >>> 11) * 0x1.0p-53;
            } while (uniform < below + 0.2 * width || uniform > below + 0.8 * width);
        }
        return keys;
    }
}
