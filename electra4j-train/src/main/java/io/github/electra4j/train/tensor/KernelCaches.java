package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Bounds what the engine keeps for matrix products in bf16. It makes code and descriptors for each shape of the operands, some 0.3 MB a
 * shape, and keeps 1024 of them in either of two caches. The shapes of a step depend on the length of its batch and on how many positions
 * are chosen, so that by default a run's memory grows over thousands of steps.
 */
final class KernelCaches {
    /** Some two lengths of a batch: layers share their shapes, and those of the commonest length stay while another comes between. */
    private static final String CAPACITY = "128";

    static {
        // The engine reads these at its first matrix product; values of the user's own stay.
        torch.set_env("LRU_CACHE_CAPACITY", CAPACITY, false);
        torch.set_env("ONEDNN_PRIMITIVE_CACHE_CAPACITY", CAPACITY, false);
    }

    private KernelCaches() {}

    /** Nothing more than the static part, once: to be called before the first product. */
    static void bound() {}
}
