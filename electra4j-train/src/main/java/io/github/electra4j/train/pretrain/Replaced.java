package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.pretrain.Masking.Masked;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the network that is kept reads it.
 *
 * @param ids the original tokens, at the chosen positions the drawn ones, or masked ones where nothing is drawn
 * @param labels whether each token differs from the original; a drawn original is no replacement
 */
record Replaced(int[] ids, boolean[] labels) {
    /**
     * A batch with draws.
     *
     * @param drawn an id for each chosen position; null where these stay masked
     */
    static Replaced of(Masked masked, int @Nullable [] drawn) {
        if (drawn == null) {
            return new Replaced(masked.ids(), new boolean[masked.ids().length]);
        }
        int[] ids = masked.batch().ids().clone();
        boolean[] labels = new boolean[ids.length];
        for (int i = 0; i < drawn.length; ) {
            int position = masked.positions()[i];
            // A position stands twice only under the authors' quirk of drawing with replacement, whose scatter
            // averages.
            long sum = 0;
            int times = 0;
            for (; i < drawn.length && masked.positions()[i] == position; i++) {
                sum += drawn[i];
                times++;
            }
            ids[position] = (int) (sum / times);
            labels[position] = ids[position] != masked.batch().ids()[position];
        }
        return new Replaced(ids, labels);
    }
}
