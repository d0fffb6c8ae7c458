package io.github.electra4j.cli.quickstart;

import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.study.EqualCompute;
import io.github.electra4j.vocab.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Masked LM alone at the cost of an ELECTRA: a network of the discriminator's shape, for as many counted operations. */
public final class EqualCost {
    /** Of all that was tried at the size of {@code tiny} what suits masked LM best, whatever ELECTRA has (docs/experiments.md). */
    private static final Map<String, Object> ITS_OWN =
            Map.of("mask_share", 0.3, "learning_rate", 0.004, "matrix_rate", 1.0);

    private EqualCost() {}

    /**
     * The configuration of masked LM alone, with a share of masked tokens and a rate of its own.
     *
     * @param electra that of the run to be compared with
     * @param examples that both are trained on
     * @param seed of both
     * @param flops what the other run cost
     */
    public static PretrainingConfig maskedLm(
            PretrainingConfig electra, Vocabulary vocabulary, ExampleSource examples, long seed, double flops) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.values(electra));
        values.put("objective", "masked-lm");
        values.put("strategy", "joint");
        values.put("corrective_weight", 0.0);
        values.put("contrastive_weight", null);
        values.putAll(ITS_OWN);
        PretrainingConfig alone = ConfigFiles.resolve(values, "masked LM alone");
        return EqualCompute.of(alone, vocabulary, examples, seed, flops).config(flops);
    }
}
