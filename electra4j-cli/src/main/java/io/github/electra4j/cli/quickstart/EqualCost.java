package io.github.electra4j.cli.quickstart;

import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingCost;
import io.github.electra4j.train.pretrain.PretrainingModel;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.vocab.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Masked LM alone at the cost of an ELECTRA: a network of the discriminator's shape, for as many counted operations. */
public final class EqualCost {
    private EqualCost() {}

    /**
     * The configuration of masked LM alone.
     *
     * @param electra that of the run to be compared with
     * @param spent what that run cost
     */
    public static PretrainingConfig maskedLm(PretrainingConfig electra, Vocabulary vocabulary, Results.Cost spent) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.values(electra));
        values.put("objective", "masked-lm");
        values.put("strategy", "joint");
        values.put("corrective_weight", 0.0);
        PretrainingConfig whole = ConfigFiles.resolve(values, "masked LM alone");
        PretrainingModel model = PretrainingModel.of(whole, vocabulary.size(), vocabulary.padId());
        double tokens = (double) spent.tokens() / spent.steps();
        double perStep =
                tokens * new PretrainingCost(model, whole).perToken(Stage.DISCRIMINATOR, tokens / electra.batch());
        values.put("steps", Math.max(1, Math.round(spent.flops() / perStep)));
        return ConfigFiles.resolve(values, "masked LM alone");
    }
}
