package io.github.electra4j.train.finetune;

import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.LeastLength;

/**
 * How a model is fine-tuned.
 *
 * @param learningRate peak rate of the head
 * @param layerwiseDecay factor on the rate from one layer to the next below
 * @param weightDecay decoupled, on everything but biases and LayerNorms
 * @param warmupShare share of the steps until the peak
 * @param batch texts a step
 * @param epochs passes over the training texts
 * @param maxLength most tokens that are read at once: of a text, a pair or a window
 * @param head whose head stands on the encoder
 * @param pooling what the head sees
 * @param dropout of hidden states, attention weights and before the head
 * @param reference the authors' quirks: the loss is summed, not averaged, over the batch before clipping at 1.0, layer-wise rates
 *     count from one layer higher, and Adam does not correct its bias
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
    private static final String SHARE = "from 0 up to, not with, 1";

    /** The authors' settings for Small and Base (reference, section 1), with the published length. */
    public static FineTuningConfig defaults() {
        return new FineTuningConfig(
                1e-4, 0.8, 0.01, 0.1, 32, 3, 128, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0.1, false);
    }

    /**
     * Checks every value.
     *
     * @throws SettingException where one is out of range
     */
    public FineTuningConfig {
        checkRate(learningRate);
        SettingException.check(
                "layerwise_decay",
                layerwiseDecay,
                layerwiseDecay > 0 && layerwiseDecay <= 1,
                "above 0 and at most 1, which gives all layers one rate");
        SettingException.check(
                "weight_decay", weightDecay, weightDecay >= 0 && Double.isFinite(weightDecay), "0 or more");
        SettingException.check("warmup", warmupShare, warmupShare >= 0 && warmupShare < 1, SHARE);
        SettingException.check("batch", batch, batch >= 1, "at least 1 text");
        SettingException.check("epochs", epochs, epochs >= 1, "at least 1");
        SettingException.check(
                "max_length", maxLength, maxLength >= LeastLength.SINGLE.tokens(), LeastLength.SINGLE.expected());
        SettingException.check("dropout", dropout, dropout >= 0 && dropout < 1, SHARE);
    }

    static void checkRate(double rate) {
        SettingException.check("learning_rate", rate, rate > 0 && rate < 1, "above 0 and below 1");
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

    /** Steps of one pass over rows. */
    long stepsPerEpoch(EncodedRows<?, ?, ?> rows) {
        return (rows.units() + batch - 1L) / batch;
    }
}
