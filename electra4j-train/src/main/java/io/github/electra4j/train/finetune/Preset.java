package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.sets.NamedSet;
import org.jspecify.annotations.Nullable;

/**
 * Hyper-parameters that go together, each of which the user may set otherwise.
 *
 * @param learningRate peak rate of the head
 * @param layerwiseDecay factor on the rate from one layer to the next below
 * @param weightDecay decoupled
 * @param epochs passes over the training rows
 * @param maxLength most tokens of a window
 * @param batch rows a step
 * @param linearHead whether the paper's head stands on the encoder, where Hugging Face's is another
 */
public record Preset(
        double learningRate,
        double layerwiseDecay,
        double weightDecay,
        int epochs,
        int maxLength,
        int batch,
        boolean linearHead) {
    private static final int SMALL = 256;
    private static final int BASE = 768;
    private static final int LARGE = 1024;

    /** What serves in most cases, for the rows of a named set or others. */
    public static Preset standard(@Nullable NamedSet set) {
        FineTuningConfig usual = FineTuningConfig.defaults();
        return new Preset(
                usual.learningRate(),
                usual.layerwiseDecay(),
                usual.weightDecay(),
                set == null ? usual.epochs() : set.epochs(),
                set == null ? usual.maxLength() : set.maxLength(),
                set == null ? usual.batch() : set.batch(),
                false);
    }

    /**
     * The ELECTRA paper's (table 7), by the width of the encoder, for which that of the nearest published size is taken; epochs by task,
     * 10 for RTE and STS-B and 3 for the others.
     */
    public static Preset paper(ElectraConfig shape, @Nullable NamedSet set) {
        Preset standard = standard(set);
        boolean small = 2 * shape.hiddenSize() < SMALL + BASE;
        boolean large = 2 * shape.hiddenSize() > BASE + LARGE;
        return new Preset(
                small ? 3e-4 : large ? 5e-5 : 1e-4,
                large ? 0.9 : 0.8,
                0,
                standard.epochs(),
                standard.maxLength(),
                standard.batch(),
                true);
    }
}
