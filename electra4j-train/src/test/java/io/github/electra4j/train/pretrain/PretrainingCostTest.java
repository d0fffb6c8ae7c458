package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import java.io.IOException;
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
}
