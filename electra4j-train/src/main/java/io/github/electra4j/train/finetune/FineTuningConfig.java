package io.github.electra4j.train.finetune;

/**
 * How a model is fine-tuned.
 *
 * @param learningRate peak rate of the head
 * @param layerwiseDecay factor on the rate from one layer to the next below
 * @param weightDecay decoupled, on everything but biases and LayerNorms
 * @param warmupShare share of the steps until the peak
 * @param batch texts a step
 * @param epochs passes over the training texts
 * @param maxLength most tokens of a text or pair
 * @param head what stands on the encoder
 * @param pooling what the head sees
 * @param dropout of hidden states, attention weights and before the head
 * @param reference the authors' quirks: the loss is summed, not averaged, over the batch before clipping at 1.0, and layer-wise
 *     rates count from one layer higher
 */
public record FineTuningConfig(
        double learningRate,
        double layerwiseDecay,
        double weightDecay,
        double warmupShare,
        int batch,
        int epochs,
        int maxLength,
        Head.Form head,
        Head.Pooling pooling,
        double dropout,
        boolean reference) {

    /** The authors' settings for Small and Base (reference, section 1), with the published length. */
    public static FineTuningConfig defaults() {
        return new FineTuningConfig(
                1e-4, 0.8, 0.01, 0.1, 32, 3, 128, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0.1, false);
    }

    public FineTuningConfig {
        if (!(learningRate >= 0)
                || !(layerwiseDecay > 0 && layerwiseDecay <= 1)
                || batch < 1
                || epochs < 1
                || maxLength < 3) {
            throw new IllegalArgumentException("fine-tuning: learning rate " + learningRate + ", layer-wise decay "
                    + layerwiseDecay + ", batch " + batch + ", epochs " + epochs + ", length " + maxLength
                    + "; expected a rate of at least 0, a decay above 0 and at most 1, at least 1 text and 1 epoch, and a"
                    + " length of at least 3");
        }
    }

    /** The same with another rate. */
    public FineTuningConfig withLearningRate(double rate) {
        return new FineTuningConfig(
                rate,
                layerwiseDecay,
                weightDecay,
                warmupShare,
                batch,
                epochs,
                maxLength,
                head,
                pooling,
                dropout,
                reference);
    }
}
