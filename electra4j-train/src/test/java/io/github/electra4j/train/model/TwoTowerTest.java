package io.github.electra4j.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.TwoTower.Stacks;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each tower sees: a token is changed, and it is looked where the distributions change. */
class TwoTowerTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int PIECES = 11;
    private static final int HIDDEN = 8;
    private static final int LENGTH = 7;
    private static final int[] IDS = {2, 7, 8, 9, 6, 10, 3};
    private static final String HEAD = "model/generator_predictions.dense.weight";

    private Parameters parameters;
    private TwoTower towers;

    /** Weights large enough that every token that is seen makes a difference. */
    private void build(Positions positions) {
        towers = new TwoTower(
                "model",
                new ElectraConfig(
                        PIECES,
                        6,
                        HIDDEN,
                        2,
                        2,
                        12,
                        9,
                        2,
                        0,
                        0,
                        1e-12,
                        0.02,
                        0,
                        Norm.PRE,
                        positions,
                        true,
                        ElectraConfig.FeedForward.GELU));
        parameters = new Parameters(towers.specs(), FP32, 0.5, 1);
    }

    @AfterEach
    void close() {
        parameters.close();
    }

    @ParameterizedTest
    @EnumSource(Positions.class)
    void forward_oneTokenChanged_changesTheDistributionsOfAllTokensButItsOwn(Positions positions) {
        build(positions);
        assertSees((changed, place) -> changed != place);
    }

    @ParameterizedTest
    @EnumSource(Positions.class)
    void forward_headOfTheLeftTowerAlone_seesWhatStandsBefore(Positions positions) {
        build(positions);
        keepOfHead(0, HIDDEN);
        assertSees((changed, place) -> changed < place);
    }

    @ParameterizedTest
    @EnumSource(Positions.class)
    void forward_headOfTheRightTowerAlone_seesWhatStandsBehind(Positions positions) {
        build(positions);
        keepOfHead(HIDDEN, 2 * HIDDEN);
        assertSees((changed, place) -> changed > place);
    }

    /** Padding, and a neighbour in the batch, change nothing; nor does what is beyond the end, though the last token asks for it. */
    @ParameterizedTest
    @EnumSource(Positions.class)
    void forward_besideALongerText_givesTheSameDistributions(Positions positions) {
        build(positions);
        int[] both = new int[2 * 9];
        System.arraycopy(IDS, 0, both, 0, LENGTH);
        System.arraycopy(new int[] {2, 5, 5, 6, 7, 8, 9, 10, 3}, 0, both, 9, 9);
        Batch batch = new Batch(both, new int[] {LENGTH, 9}, new int[] {LENGTH, 9}, new long[] {1, 2}, 2, 9);

        float[] alone = logits(batch(IDS));
        float[] beside = logits(batch, IntStream.range(0, LENGTH).toArray());

        assertThat(beside).containsExactly(alone, within(1e-4f));
    }

    private interface Sight {
        boolean sees(int changed, int place);
    }

    private void assertSees(Sight sight) {
        float[] before = logits(batch(IDS));
        for (int changed = 0; changed < LENGTH; changed++) {
            int[] ids = IDS.clone();
            ids[changed] = 5;
            float[] after = logits(batch(ids));
            for (int place = 0; place < LENGTH; place++) {
                float[] was = Arrays.copyOfRange(before, place * PIECES, (place + 1) * PIECES);
                float[] is = Arrays.copyOfRange(after, place * PIECES, (place + 1) * PIECES);
                String what = "token " + changed + " changed, distribution at " + place;
                if (sight.sees(changed, place)) {
                    assertThat(difference(was, is)).as(what).isGreaterThan(1e-4);
                } else {
                    assertThat(is).as(what).isEqualTo(was);
                }
            }
        }
    }

    private static double difference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    /** The head reads the left tower's state, then the right one's: the others' weights become 0. */
    private void keepOfHead(int from, int to) {
        float[] weights = parameters.get(HEAD);
        for (int i = 0; i < weights.length; i++) {
            int column = i % (2 * HIDDEN);
            weights[i] = column >= from && column < to ? weights[i] : 0;
        }
        parameters.set(HEAD, weights);
        parameters.refresh(0, parameters.size());
    }

    private static Batch batch(int[] ids) {
        return new Batch(ids, new int[] {LENGTH}, new int[] {LENGTH}, new long[] {1}, 1, LENGTH);
    }

    private float[] logits(Batch batch) {
        return logits(batch, IntStream.range(0, batch.length()).toArray());
    }

    private float[] logits(Batch batch, int[] places) {
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toArray(
                    towers.forward(leaves, batch, places, Dropout.none(), Stacks.keeping(Keeping.NOTHING)));
        }
    }
}
