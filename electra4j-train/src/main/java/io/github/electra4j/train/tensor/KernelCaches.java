package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Bounds what the engine keeps for matrix products in bf16. It makes code and descriptors for each shape of the operands, some 0.3 MB a
 * shape, and keeps 1024 of them in either of two caches unless it is told otherwise before its first product.
 */
public final class KernelCaches {
    /**
     * Some two lengths of a batch: layers share their shapes, and those of the commonest length stay while another comes between. The shapes
     * of a training step depend on the length of its batch and on how many positions are chosen, so that with more a run's memory grows over
     * thousands of steps.
     */
    private static final String TRAINING = "128";

    /** The engine's own number: single texts of all lengths have some hundreds of shapes, and making one takes longer than using it. */
    private static final String RUNNING = "1024";

    private static boolean bounded;

    private KernelCaches() {}

    /** To be called before the first product of a process that trains. */
    static void forTraining() {
        bound(TRAINING);
    }

    /** To be called before anything else of a process that only runs networks. */
    public static void forRunning() {
        bound(RUNNING);
    }

    /** Whoever comes first decides; values that the user gave in the environment stay. */
    private static synchronized void bound(String capacity) {
        if (bounded) {
            return;
        }
        NativeLibraries.load();
        torch.set_env("LRU_CACHE_CAPACITY", capacity, false);
        torch.set_env("ONEDNN_PRIMITIVE_CACHE_CAPACITY", capacity, false);
        bounded = true;
    }
}
