package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.tagging.Tagging;
import java.util.List;
import java.util.Map;
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
 * @param linearHead whether the paper's head of texts stands on the encoder, where Hugging Face's is another
 * @param options that the kind of task alone has, by name
 */
public record Preset(
        double learningRate,
        double layerwiseDecay,
        double weightDecay,
        int epochs,
        int maxLength,
        int batch,
        boolean linearHead,
        Map<String, String> options) {
    private static final int SMALL = 256;
    private static final int BASE = 768;
    private static final int LARGE = 1024;

    public Preset {
        options = Map.copyOf(options);
    }

    /** What serves in most cases, for the rows of a named set or others of a kind. */
    public static Preset standard(TaskKind<?> kind, @Nullable NamedSet set) {
        FineTuningConfig usual = FineTuningConfig.defaults();
        return new Preset(
                usual.learningRate(),
                usual.layerwiseDecay(),
                usual.weightDecay(),
                set == null ? usual.epochs() : set.epochs(),
                set == null ? kind.maxLength() : set.maxLength(),
                set == null ? usual.batch() : set.batch(),
                false,
                Map.of());
    }

    /**
     * The ELECTRA paper's (table 7), by the width of the encoder, for which that of the nearest published size is taken. Epochs go by task, 10 for RTE
     * and STS-B, 2 for questions and 3 for the others that are published; so does the length, 512 for questions, 256 for chunks and 128 for the others.
     * Questions have the joint head, whose beam, answer length and weight of there being no answer are the published ones anyway. What is of kinds and sets
     * that the paper does not have, it leaves as it is.
     */
    public static Preset paper(ElectraConfig shape, TaskKind<?> kind, @Nullable NamedSet set) {
        Preset standard = standard(kind, set);
        boolean questions = kind == QuestionAnswering.KIND;
        return new Preset(
                isSmall(shape) ? 3e-4 : isLarge(shape) ? 5e-5 : 1e-4,
                isLarge(shape) ? 0.9 : 0.8,
                0,
                questions ? 2 : standard.epochs(),
                questions ? 512 : kind == Tagging.KIND ? 256 : standard.maxLength(),
                standard.batch(),
                true,
                questions ? QuestionAnswering.PUBLISHED_HEAD : Map.of());
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
