package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.finetune.FineTuner.Targets;
import org.junit.jupiter.api.Test;

class TextLossTest {
    private static final double STEP = 1e-2;
    private static final int[] ROWS = {4, 0, 2};

    private static float[] scores(int count) {
        CounterRandom random = CounterRandom.of(3, "scores");
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = (float) (6 * random.nextDouble() - 3);
        }
        return scores;
    }

    private static void assertSlopesAreDifferences(int outputs, Targets targets) {
        float[] scores = scores(ROWS.length * outputs);
        TextLoss loss = TextLoss.of(scores, outputs, targets, ROWS);
        float[] gradient = loss.gradient(0.25);
        for (int i = 0; i < scores.length; i++) {
            float[] more = scores.clone();
            float[] less = scores.clone();
            more[i] += (float) STEP;
            less[i] -= (float) STEP;
            double difference = (TextLoss.of(more, outputs, targets, ROWS).sum()
                            - TextLoss.of(less, outputs, targets, ROWS).sum())
                    / ((double) more[i] - less[i]);
            assertThat((double) gradient[i]).isCloseTo(0.25 * difference, within(2e-5));
        }
    }

    @Test
    void classes_slopesAreFiniteDifferences() {
        assertSlopesAreDifferences(3, new Targets.Classes(new int[] {2, 9, 0, 9, 1}));
    }

    @Test
    void values_slopesAreFiniteDifferences() {
        assertSlopesAreDifferences(1, new Targets.Values(new float[] {0.2f, 9, 1, 9, 0}));
    }

    @Test
    void classes_equalScores_loseTheLogarithmOfTheirNumber() {
        TextLoss loss = TextLoss.of(new float[6], 2, new Targets.Classes(new int[] {1, 0, 1, 1, 0}), ROWS);
        assertThat(loss.sum()).isCloseTo(3 * Math.log(2), within(1e-12));
    }

    @Test
    void classes_enormousScores_stayFinite() {
        TextLoss loss =
                TextLoss.of(new float[] {1e30f, -1e30f, 0}, 3, new Targets.Classes(new int[] {0}), new int[] {0});
        assertThat(loss.sum()).isZero();
        assertThat(loss.slopes()).containsExactly(0, 0, 0);
    }
}
