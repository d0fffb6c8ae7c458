package io.github.electra4j.train.optim;

/**
 * Smaller learning rates for deeper layers in fine-tuning (paper, appendix B): factor decay^(top - depth), with
 * the embeddings at depth 0, layer i at i + 1 and the head at the top.
 *
 * @param decay factor from one layer to the next below; 1 for equal rates
 * @param layers of the encoder
 * @param reference the authors' quirk: the top stands one higher, a left-over of the removed pooler, so that the last
 *     layer gets decay^2
 */
public record LayerwiseDecay(double decay, int layers, boolean reference) {
    private static final String LAYER = "encoder.layer.";

    /** The factor on the learning rate of a parameter, by its path. */
    public double factor(String name) {
        int top = layers + (reference ? 2 : 1);
        return Math.pow(decay, top - depth(name, top));
    }

    private int depth(String name, int top) {
        int at = name.indexOf(LAYER);
        if (at >= 0) {
            int start = at + LAYER.length();
            return Integer.parseInt(name.substring(start, name.indexOf('.', start))) + 1;
        }
        if (name.contains("electra.embeddings")) {
            return 0;
        }
        // The last LayerNorm of an encoder that has them before the sub-layers belongs to its last layer.
        return name.contains("electra.encoder.") ? layers : top;
    }
}
