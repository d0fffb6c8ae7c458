package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.sets.NamedSet;
import java.util.List;
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
        return new Preset(
                isSmall(shape) ? 3e-4 : isLarge(shape) ? 5e-5 : 1e-4,
                isLarge(shape) ? 0.9 : 0.8,
                0,
                standard.epochs(),
                standard.maxLength(),
                standard.batch(),
                true);
    }

    /**
     * Rates to choose from, by the width of the encoder: for Small those of Turc et al. (2019) for small BERTs, with the ELECTRA paper's first; for Base
     * the ELECTRA paper's and BERT's (Devlin et al., 2019); for Large the ELECTRA paper's and RoBERTa's (Liu et al., 2019).
     */
    public static List<Double> sweepRates(ElectraConfig shape) {
        return isSmall(shape)
                ? List.of(3e-4, 1e-4, 5e-5, 3e-5)
                : isLarge(shape) ? List.of(5e-5, 3e-5, 2e-5, 1e-5) : List.of(1e-4, 5e-5, 3e-5, 2e-5);
    }

    private static boolean isSmall(ElectraConfig shape) {
        return 2 * shape.hiddenSize() < SMALL + BASE;
    }

    private static boolean isLarge(ElectraConfig shape) {
        return 2 * shape.hiddenSize() > BASE + LARGE;
    }
}
