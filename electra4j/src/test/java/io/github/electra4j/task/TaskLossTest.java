package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TaskLossTest {
    private static final double STEP = 1e-2;

    private static float[] scores(int count) {
        CounterRandom random = CounterRandom.of(3, "scores");
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = (float) (6 * random.nextDouble() - 3);
        }
        return scores;
    }

    private static TaskLoss loss(float[] scores, Consumer<TaskLoss> terms) {
        TaskLoss loss = new TaskLoss(scores);
        terms.accept(loss);
        return loss;
    }

    private static void assertSlopesAreDifferences(int count, Consumer<TaskLoss> terms) {
        float[] scores = scores(count);
        float[] gradient = loss(scores, terms).gradient(0.25);
        for (int i = 0; i < scores.length; i++) {
            float[] more = scores.clone();
            float[] less = scores.clone();
            more[i] += (float) STEP;
            less[i] -= (float) STEP;
            double difference = (loss(more, terms).sum() - loss(less, terms).sum()) / ((double) more[i] - less[i]);
            assertThat((double) gradient[i]).isCloseTo(0.25 * difference, within(2e-5));
        }
    }

    @Test
    void classes_slopesAreFiniteDifferences() {
        assertSlopesAreDifferences(9, loss -> {
            loss.crossEntropy(0, 1, 3, 1);
            loss.crossEntropy(3, 1, 3, 2);
            loss.crossEntropy(6, 1, 3, 0);
        });
    }

    @Test
    void positions_ofOneOutputAmongSeveral_slopesAreFiniteDifferences() {
        assertSlopesAreDifferences(8, loss -> {
            loss.crossEntropy(0, 2, 4, 3, 0.5);
            loss.crossEntropy(1, 2, 4, 0, 0.5);
        });
    }

    @Test
    void values_slopesAreFiniteDifferences() {
        assertSlopesAreDifferences(3, loss -> {
            loss.squaredError(0, 0);
            loss.squaredError(1, 0.2f);
            loss.squaredError(2, 1);
        });
    }

    @Test
    void classes_equalScores_loseTheLogarithmOfTheirNumber() {
        TaskLoss loss = loss(new float[6], terms -> {
            for (int i = 0; i < 3; i++) {
                terms.crossEntropy(2 * i, 1, 2, i % 2);
            }
        });
        assertThat(loss.sum()).isCloseTo(3 * Math.log(2), within(1e-12));
    }

    @Test
    void classes_enormousScores_stayFinite() {
        TaskLoss loss = loss(new float[] {1e30f, -1e30f, 0}, terms -> terms.crossEntropy(0, 1, 3, 0));
        assertThat(loss.sum()).isZero();
        assertThat(loss.gradient(1)).containsExactly(0, 0, 0);
    }
}
