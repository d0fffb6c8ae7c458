package io.github.electra4j.train.plan;

import io.github.electra4j.checkpoint.ElectraConfig;

/**
 * Floating-point operations counted from shapes: two a multiply-add, the backward pass twice the forward pass. Matrix
 * multiplications alone; LayerNorms, softmaxes, look-ups and the optimiser are left out, as usual.
 */
public final class Flops {
    /** Forward and backward together, in forward passes. */
    public static final double TRAINING = 3;

    private Flops() {}

    /** One token through an encoder's forward pass, in sequences of {@code length}, without a head. */
    public static double encoder(ElectraConfig c, double length) {
        double h = c.hiddenSize();
        double layer = 2 * (4 * h * h + 2 * h * c.intermediateSize()) + 4 * length * h;
        double projection = c.embeddingSize() == c.hiddenSize() ? 0 : 2.0 * c.embeddingSize() * h;
        return c.layers() * layer + projection;
    }

    /** One token through the replaced-token head. */
    public static double discriminatorHead(ElectraConfig c) {
        double h = c.hiddenSize();
        return 2 * (h * h + h);
    }

    /** One chosen position through the head that scores every word piece. */
    public static double generatorHead(ElectraConfig c) {
        double e = c.embeddingSize();
        return 2 * (c.hiddenSize() * e + e * c.vocabSize());
    }
}
