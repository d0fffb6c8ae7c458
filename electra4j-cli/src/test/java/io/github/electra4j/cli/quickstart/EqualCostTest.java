package io.github.electra4j.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.Objective;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EqualCostTest {
    private static Vocabulary vocabulary() {
        List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        for (int i = 5; i < 1000; i++) {
            tokens.add("w" + i);
        }
        return Vocabulary.of(tokens);
    }

    @Test
    void maskedLm_ofAnElectra_hasTheDiscriminatorsShapeAndItsOperations() throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.read("tiny"));
        values.putAll(Map.of(
                "contrastive_weight", 30.0,
                "generator_size", 0.25,
                "embedding_size", 32,
                "hidden_size", 64,
                "intermediate_size", 128,
                "heads", 4,
                "layers", 2,
                "batch", 10,
                "mask_share", 0.2));
        PretrainingConfig electra = ConfigFiles.resolve(values, "test");
        MemoryExamples examples = new MemoryExamples();
        for (int i = 0; i < 100; i++) {
            int[] ids = new int[20];
            Arrays.fill(ids, 7);
            examples.add(ids, 20);
        }

        PretrainingConfig alone = EqualCost.maskedLm(electra, vocabulary(), examples, 1, 3e11);

        assertThat(alone.objective()).isEqualTo(Objective.MASKED_LM);
        assertThat(alone.contrastiveWeight()).isNull();
        assertThat(alone.maskShare()).isEqualTo(0.3);
        assertThat(alone.learningRate()).isEqualTo(0.004);
        assertThat(alone.discriminator(1000, 0)).isEqualTo(electra.discriminator(1000, 0));
        // By hand, a token: two layers of attention 2 * 3 * 64^2 + 4 * 20 * 64; behind it, with the three matrices of
        // GEGLU, 2(64^2 + 3 * 64 * 128) in the first, three tenths of that in the last, whose other states nobody
        // reads; the projection 2 * 32 * 64; three tenths of the head 2(64 * 32 + 32 * 1000). Three times that for a
        // training step of 200 tokens.
        double token = 2 * (2 * 3 * 64 * 64 + 4 * 20 * 64)
                + 1.3 * 2 * (64 * 64 + 3 * 64 * 128)
                + 2 * 32 * 64
                + 0.3 * 2 * (64 * 32 + 32_000);
        // And of a step, five rounds of three products for each matrix: in each layer four of 64 x 64 and three of
        // 128 x 64, and the two maps of 64 x 32 from embeddings and to them.
        double update = 5
                * 2
                * (2 * 4 * 3 * Math.pow(64, 3)
                        + 2 * 3 * (2 * 64 * 64 * 128 + Math.pow(64, 3))
                        + 2 * (2 * 32 * 32 * 64 + Math.pow(32, 3)));
        assertThat((double) alone.steps()).isCloseTo(3e11 / (200 * 3 * token + update), within(1.0));
    }
}
