package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainingCostTest {
    /** The reference, section 7: Small 7.2e7 operations a token, of which 12 % is the generator; Base 6.2e8. */
    @ParameterizedTest
    @CsvSource({"small, 7.2e7, 0.12", "base, 6.2e8, 0.13"})
    void perToken_ofThePublishedSizes_isTheTrueCost(String name, double flops, double generatorShare)
            throws IOException {
        PretrainingConfig config = ConfigFiles.resolve(ConfigFiles.read(ConfigFiles.published(name)), name);
        PretrainingCost cost = new PretrainingCost(PretrainingModel.of(config, 30_522, 0), config);

        double both = cost.perToken(Stage.BOTH, false, config.length());

        assertThat(both).isCloseTo(flops, within(0.08 * flops));
        double generator = cost.perToken(Stage.GENERATOR, false, config.length());
        assertThat(generator / both).isCloseTo(generatorShare, within(0.03));
        assertThat(cost.perToken(Stage.DISCRIMINATOR, false, config.length()))
                .isCloseTo(both - generator * 2 / 3, within(1.0));
        assertThat(cost.perToken(Stage.EVALUATION, false, config.length())).isCloseTo(both / 3, within(1.0));
    }

    /**
     * Two layers of 32 with a feed-forward width of 64, and a head of 32 x 32: five rounds of three products each. A matrix of 32 x 32 takes three times 2
     * x 32^3 operations, one of 64 x 32 twice 2 x 32 x 32 x 64 and once 2 x 32^3; the map from embeddings of 16 twice 2 x 16 x 16 x 32 and once 2 x 16^3.
     */
    @Test
    void update_muon_countsTheMatricesThatAStageTrains() {
        PretrainingConfig config = Configs.tiny("optimizer", Matrices.MUON);
        PretrainingCost cost = new PretrainingCost(PretrainingModel.of(config, 97, 0), config);

        double square = 5 * 3 * 2 * Math.pow(32, 3);
        double wide = 5 * 2 * (2 * 32 * 32 * 64 + Math.pow(32, 3));
        double map = 5 * 2 * (2 * 16 * 16 * 32 + Math.pow(16, 3));
        assertThat(cost.update(Stage.DISCRIMINATOR)).isEqualTo(2 * (4 * square + 2 * wide) + square + map);
        assertThat(cost.update(Stage.BOTH))
                .isEqualTo(cost.update(Stage.GENERATOR) + cost.update(Stage.DISCRIMINATOR))
                .isGreaterThan(cost.update(Stage.DISCRIMINATOR));
        assertThat(cost.update(Stage.EVALUATION)).isZero();
        PretrainingConfig adam = Configs.tiny();
        assertThat(new PretrainingCost(PretrainingModel.of(adam, 97, 0), adam).update(Stage.BOTH))
                .isZero();
    }
}
