package io.github.electra4j.train.plan;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;

/**
 * Floating-point operations counted from shapes: two a multiply-add, the backward pass twice the forward pass. Matrix
 * multiplications alone; LayerNorms, softmaxes, look-ups and Adam are left out, as usual.
 */
public final class Flops {
    /** Forward and backward together, in forward passes. */
    public static final double TRAINING = 3;

    private Flops() {}

    /** One token through an encoder's forward pass, in sequences of {@code length}, without a head. */
    public static double encoder(ElectraConfig c, double length) {
        return encoder(c, length, 1);
    }

    /**
     * The same where the last hidden states are wanted at some tokens alone.
     *
     * @param wanted share of the tokens for which the last layer computes what comes behind attention
     */
    public static double encoder(ElectraConfig c, double length, double wanted) {
        double h = c.hiddenSize();
        double attention = 2 * 3 * h * h + 4 * length * h;
        int maps = c.feedForward() == FeedForward.GEGLU ? 3 : 2;
        double behind = 2 * (h * h + maps * h * c.intermediateSize());
        double projection = c.embeddingSize() == c.hiddenSize() ? 0 : 2.0 * c.embeddingSize() * h;
        return c.layers() * attention + (c.layers() - 1 + wanted) * behind + projection;
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

    /** One token through both towers of a two-tower cloze model and the head that scores every word piece. */
    public static double twoTower(ElectraConfig c, double length) {
        // The head reads two states in place of one.
        return 2 * encoder(c, length) + generatorHead(c) + 2.0 * c.hiddenSize() * c.embeddingSize();
    }
}
