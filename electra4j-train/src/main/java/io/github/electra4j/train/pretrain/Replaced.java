package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.pretrain.Masking.Masked;

/**
 * A batch after the generator's draws.
 *
 * @param ids the discriminator's input: the original tokens, the drawn ones at the chosen positions
 * @param labels whether each token differs from the original; a drawn original is no replacement
 */
record Replaced(int[] ids, boolean[] labels) {
    static Replaced of(Masked masked, int[] drawn) {
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
