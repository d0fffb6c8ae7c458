package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.StepResult.Counts;
import io.github.electra4j.train.pretrain.StepResult.Detection;
import io.github.electra4j.train.pretrain.StepResult.Naming;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final float[] LOGITS = {-2.5f, 0.3f, 0.3f, -0.1f, 1.7f, -0.0f, 2.2f, -1, 0.3f, -3.1f, 0.9f, -0.4f};
    private static final boolean[] LABELS = {
        false, true, false, false, true, true, true, false, false, false, true, true
    };

    /** Area, precision and recall by scikit-learn: roc_auc_score(y, s), precision_score(y, s > 0), recall_score(y, s > 0). */
    @Test
    void of_sums_givesMeansAndScikitLearnsFigures() {
        StepResult sums = new StepResult(
                new Counts(12, 10, 5, 6),
                new Naming(30, 10, 4, 10),
                new Detection(6, 12, LOGITS, LABELS),
                Naming.NONE,
                new Naming(18, 10, 0, 0),
                new StepResult.Contrast(12, 4, 1),
                new StepResult.Rewarded(7, 6, 10));

        Map<String, Double> figures = Metrics.of(sums, Configs.tiny("correctiveWeight", 5.0, "contrastiveWeight", 2.0));

        assertThat(figures.get("generator_loss")).isEqualTo(3);
        assertThat(figures.get("generator_accuracy")).isEqualTo(0.4);
        assertThat(figures.get("sampled_accuracy")).isEqualTo(0.5);
        assertThat(figures.get("discriminator_loss")).isEqualTo(0.5);
        assertThat(figures.get("discriminator_auc")).isCloseTo(0.8333333333333334, within(1e-12));
        assertThat(figures.get("discriminator_precision")).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(figures.get("discriminator_recall")).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(figures.get("replaced_share")).isEqualTo(0.5);
        assertThat(figures.get("corrective_loss")).isEqualTo(1.8);
        assertThat(figures.get("contrastive_loss")).isEqualTo(3);
        assertThat(figures.get("contrastive_accuracy")).isEqualTo(0.25);
        assertThat(figures.get("reward")).isEqualTo(0.7);
        assertThat(figures.get("expected_reward")).isEqualTo(0.6);
        assertThat(figures.get("loss")).isCloseTo(3 + 50 * 0.5 + 5 * 1.8 + 2 * 3, within(1e-12));
    }

    @Test
    void of_generatorAlone_hasNoFiguresOfADiscriminator() {
        StepResult sums = StepResult.none().with(new Counts(12, 0, 0, 0)).withGenerator(new Naming(30, 10, 4, 10));

        assertThat(Metrics.of(sums, Configs.tiny()))
                .containsOnlyKeys("generator_loss", "generator_accuracy", "loss")
                .containsEntry("loss", 3.0);
    }

    /** All-Tokens MLM: the loss over all tokens, accuracy over the chosen ones. */
    @Test
    void of_languageModelThatIsKept_hasItsFiguresUnderEncoder() {
        StepResult sums = StepResult.none()
                .with(new Counts(40, 6, 2, 4))
                .withGenerator(new Naming(30, 10, 4, 10))
                .withEncoder(new Naming(20, 40, 3, 6));

        assertThat(Metrics.of(sums, Configs.tiny()))
                .containsEntry("encoder_loss", 0.5)
                .containsEntry("encoder_accuracy", 0.5)
                .containsEntry("replaced_share", 0.1)
                .containsEntry("loss", 3.5)
                .doesNotContainKey("discriminator_loss");
    }

    @Test
    void auc_oneKindMissing_isAHalf() {
        assertThat(Metrics.auc(new float[] {1, 2}, new boolean[] {true, true})).isEqualTo(0.5);
        assertThat(Metrics.auc(new float[] {}, new boolean[] {})).isEqualTo(0.5);
    }

    /** Against the definition, pair by pair, with many ties and both signs. */
    @Test
    void auc_randomScores_isTheShareOfPairsInOrder() {
        CounterRandom random = CounterRandom.of(1, "auc");
        float[] scores = new float[200];
        boolean[] labels = new boolean[200];
        for (int i = 0; i < 200; i++) {
            scores[i] = (random.nextInt(41) - 20) / 8f;
            labels[i] = random.nextInt(4) == 0;
        }
        double ordered = 0;
        int pairs = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                if (labels[i] && !labels[j]) {
                    pairs++;
                    ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Metrics.auc(scores, labels)).isCloseTo(ordered / pairs, within(1e-12));
    }
}
