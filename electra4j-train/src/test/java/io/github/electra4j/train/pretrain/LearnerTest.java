package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.examples.TextHalves;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.pretrain.Learner.Trained;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final Tensors BF16 = new Tensors(TestDevice.CHOSEN, Precision.BF16);

    @Test
    void train_maskedLm_hasOneNetworkAndNoDiscriminator() {
        try (Learner learner = learner(FP32, 1, 1, "objective", Objective.MASKED_LM)) {
            Map<String, float[]> before = values(learner);

            Trained trained = learner.train(batch(1), 1, true);

            assertThat(trained.result().encoder().loss()).isPositive();
            assertThat(trained.result().counts().tokens()).isEqualTo(batch(1).tokens());
            assertThat(trained.result().detection().positions()).isZero();
            assertThat(trained.result().generator().positions()).isZero();
            assertThat(before.keySet()).noneMatch(name -> name.startsWith("generator/"));
            before.forEach(
                    (name, value) -> assertThat(Arrays.equals(values(learner).get(name), value))
                            .as(name)
                            .isFalse());
        }
    }

    /** Fresh networks at each step: only dropout tells the steps of one batch apart. */
    @ParameterizedTest
    @EnumSource(
            value = Objective.class,
            names = {"ELECTRA", "MASKED_LM"})
    void train_sameBatch_dropsOthersAtTheNextStepAndTheSameAtTheSame(Objective objective) {
        double loss = droppedOutLoss(objective, 1);

        assertThat(droppedOutLoss(objective, 1)).isEqualTo(loss);
        assertThat(droppedOutLoss(objective, 2)).isNotEqualTo(loss);
    }

    /** Of the generator, or of the one network that masked LM has and that ELECTRA's discriminator has its dropout from. */
    private static double droppedOutLoss(Objective objective, long number) {
        try (Learner learner =
                learner(FP32, 1, 1, "objective", objective, "hiddenDropout", 0.3, "attentionDropout", 0.3)) {
            StepResult result = learner.train(batch(1), number, true).result();
            return objective == Objective.ELECTRA
                    ? result.generator().loss()
                    : result.encoder().loss();
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, POST, LEARNED", "DISENTANGLED, PRE, ROTARY"})
    void train_sameSeedTwice_givesTheSameBits(Sharing sharing, Norm norm, Positions positions) {
        Object[] options = {
            "embeddings",
            sharing,
            "norm",
            norm,
            "positions",
            positions,
            "hiddenDropout",
            0.1,
            "attentionDropout",
            0.1,
            "correctiveWeight",
            5.0,
            "generatorLearningRate",
            0.02
        };
        float[] first = trained(options, 1, false);

        assertThat(trained(options, 1, true))
                .as("with evaluation between the steps")
                .isEqualTo(first);
        assertThat(trained(options, 2, false)).isNotEqualTo(first);
    }

    private static float[] trained(Object[] options, long seed, boolean evaluate) {
        try (Learner learner = learner(BF16, 2, seed, Configs.with(options, "accumulation", 2))) {
            for (long number = 1; number <= 4; number++) {
                assertThat(learner.train(batch(number), number, evaluate)
                                .update()
                                .applied())
                        .isTrue();
                if (evaluate) {
                    learner.evaluate(batch(99));
                }
            }
            return Tensors.toArray(learner.parameters().master());
        }
    }

    /** Without dropout the same weights come out however a batch is split, but for rounding. */
    @Test
    void train_batchSplitInOtherWays_givesTheSameWeights() {
        Object[] options = {
            "correctiveWeight", 5.0, "embeddings", Sharing.DISENTANGLED, "norm", Norm.PRE, "adamEpsilon", 1e-3
        };
        float[] whole = null;
        for (int[] split : new int[][] {{1, 1}, {2, 1}, {1, 4}, {3, 2}}) {
            try (Learner learner = learner(FP32, split[0], 1, Configs.with(options, "accumulation", split[1]))) {
                learner.train(batch(1), 1, false);
                float[] weights = Tensors.toArray(learner.parameters().master());
                whole = whole == null ? weights : whole;
                assertThat(largestDifference(weights, whole)).isLessThan(1e-6);
            }
        }
    }

    /** Running the layers again gives the same weights but for rounding, with the same dropout, in every architecture. */
    @ParameterizedTest
    @CsvSource({
        "POST, LEARNED, SHARED, FP32, 1",
        "PRE, ROTARY, DISENTANGLED, BF16, 1",
        "POST, LEARNED, SEPARATE, FP32, 0"
    })
    void train_withGradientCheckpointing_givesTheSameWeights(
            Norm norm, Positions positions, Sharing sharing, Precision precision, double generatorWeight) {
        float[] plain = null;
        for (boolean checkpointing : new boolean[] {false, true}) {
            try (Learner learner = learner(
                    new Tensors(TestDevice.CHOSEN, precision),
                    2,
                    1,
                    "gradientCheckpointing",
                    checkpointing,
                    "norm",
                    norm,
                    "positions",
                    positions,
                    "embeddings",
                    sharing,
                    "hiddenDropout",
                    0.2,
                    "attentionDropout",
                    0.2,
                    "generatorWeight",
                    generatorWeight,
                    "correctiveWeight",
                    5.0,
                    "adamEpsilon",
                    1e-3)) {
                learner.train(batch(1), 1, false);
                learner.train(batch(2), 2, false);
                learner.evaluate(batch(3));
                float[] weights = Tensors.toArray(learner.parameters().master());
                plain = plain == null ? weights : plain;
                assertThat(largestDifference(weights, plain)).isLessThan(1e-6);
            }
        }
    }

    /** Nothing can be chosen in the second and third example, and the second replica gets no example at all of the last batch. */
    @Test
    void train_examplesWithoutCandidatesAndReplicasWithoutExamples_stayFinite() {
        int[] ids = {2, 10, 11, 3, 2, 3, 0, 0, 2, 4, 3, 0};
        Batch batch = new Batch(ids, new int[] {4, 2, 3}, new int[] {4, 2, 3}, new long[] {1, 2, 3}, 3, 4);
        try (Learner learner = learner(BF16, 2, 1, "correctiveWeight", 1.0)) {
            assertThat(learner.train(batch, 1, true).update().applied()).isTrue();
            assertThat(learner.train(batch.slice(1, 3), 2, true).update().applied())
                    .as("no position chosen at all")
                    .isTrue();
            assertThat(learner.train(batch.slice(0, 1), 3, true).update().applied())
                    .isTrue();
            for (float value : Tensors.toArray(learner.parameters().master())) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }

    /** The first of four, 4 to 12 tokens long, alone and beside longer ones. */
    @ParameterizedTest
    @CsvSource({"POST, LEARNED, FP32", "PRE, ROTARY, FP32", "POST, LEARNED, BF16"})
    void forward_paddedExample_givesTheSameAtItsTokens(Norm norm, Positions positions, Precision precision) {
        Tensors tensors = new Tensors(TestDevice.CHOSEN, precision);
        try (Learner learner = learner(tensors, 1, 1, "norm", norm, "positions", positions);
                Leaves leaves = new Leaves(learner.parameters(), name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Batch batch = batch(7);
            PretrainingModel model = learner.model();
            float[] together = discriminatorLogits(model, leaves, batch);
            for (int row = 0; row < batch.size(); row++) {
                float[] alone = discriminatorLogits(model, leaves, batch.slice(row, row + 1));
                int start = row * batch.length();
                assertThat(Arrays.copyOfRange(together, start, start + batch.lengths()[row]))
                        .containsExactly(alone, within(precision == Precision.FP32 ? 1e-6f : 1e-3f));
            }
        }
    }

    private static float[] discriminatorLogits(PretrainingModel model, Leaves leaves, Batch batch) {
        Encoder encoder = model.encoder();
        return Tensors.toArray(new DiscriminatorHead("discriminator", encoder.config())
                .forward(leaves, encoder.forward(leaves, Sequences.of(batch, leaves.tensors()))));
    }

    /** A fresh network predicts nothing: ln 97 and ln 2 (reference, section 3.8). */
    @Test
    void evaluate_freshNetwork_startsAtTheLossesOfKnowingNothing() {
        try (Learner learner = learner(FP32, 1, 1)) {
            StepResult start = learner.evaluate(batch(1));

            assertThat(mean(start.generator())).isCloseTo(Math.log(97), within(0.05));
            assertThat(start.detection().loss() / start.counts().tokens()).isCloseTo(Math.log(2), within(0.02));
        }
    }

    /** Five texts in ten rows: what replicas there are makes no difference to which parts are contrasted, and none of a text is alone. */
    @ParameterizedTest
    @CsvSource({"ELECTRA, 2", "ELECTRA, 3", "ELECTRA, 7", "MASKED_LM, 3"})
    void train_partsOfTextsAmongReplicas_areContrastedWithThoseOfAll(Objective objective, int replicas) {
        StepResult.Contrast alone;
        float[] expected;
        try (Learner learner = learner(FP32, 1, 1, "objective", objective, "contrastiveWeight", 5.0, "batch", 5)) {
            alone = learner.train(parts(), 1, false).result().contrast();
            expected = Tensors.toArray(learner.optimizer().first());
        }
        assertThat(alone.rows()).isEqualTo(10);
        assertThat(alone.loss()).isPositive();
        try (Learner learner =
                learner(FP32, replicas, 1, "objective", objective, "contrastiveWeight", 5.0, "batch", 5)) {
            StepResult.Contrast among =
                    learner.train(parts(), 1, false).result().contrast();

            assertThat(among.rows()).isEqualTo(10);
            assertThat(among.found()).isEqualTo(alone.found());
            assertThat(among.loss()).isCloseTo(alone.loss(), within(1e-4));
            assertThat(largestDifference(Tensors.toArray(learner.optimizer().first()), expected))
                    .isLessThan(1e-5);
        }
    }

    /** In as many parts as there are texts each finds its own other, and two of three replicas have nothing to do. */
    @Test
    void train_oneTextAPart_leavesNothingToFind() {
        try (Learner learner = learner(FP32, 3, 1, "contrastiveWeight", 5.0, "batch", 5, "accumulation", 5)) {
            StepResult.Contrast found =
                    learner.train(parts(), 1, false).result().contrast();

            assertThat(found.rows()).isEqualTo(10);
            assertThat(found.found()).isEqualTo(10);
            assertThat(found.loss()).isZero();
        }
    }

    private static Batch parts() {
        Batch[] batches = {batch(1), batch(2)};
        int[] ids = Arrays.copyOf(batches[0].ids(), 5 * 12);
        System.arraycopy(batches[1].ids(), 0, ids, 4 * 12, 12);
        Batch five = new Batch(
                ids, new int[] {12, 9, 4, 7, 12}, new int[] {6, 9, 2, 5, 6}, new long[] {1, 2, 3, 4, 5}, 5, 12);
        return new TextHalves(Configs.vocabulary(97)).cut(five);
    }

    /** One number: AssertJ describes two long arrays that differ in quadratic time. */
    static double largestDifference(float[] a, float[] b) {
        assertThat(a.length).isEqualTo(b.length);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }

    static Learner learner(Tensors tensors, int replicas, long seed, Object... options) {
        return new Learner(
                Configs.tiny(options), Configs.vocabulary(97), new MemoryExamples(), tensors, replicas, seed);
    }

    static Map<String, float[]> values(Learner learner) {
        Map<String, float[]> values = new HashMap<>();
        for (Parameters.Slot slot : learner.parameters().slots()) {
            values.put(slot.spec().name(), learner.parameters().get(slot.spec().name()));
        }
        return values;
    }

    static double mean(StepResult.Naming naming) {
        return naming.loss() / naming.positions();
    }

    static float[] hidden(Learner learner, Encoder encoder, Tensors tensors) {
        try (Leaves leaves = new Leaves(learner.parameters(), name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toArray(encoder.forward(leaves, Sequences.of(batch(1), tensors)));
        }
    }

    /** Four examples of 4 to 12 random tokens in two segments. */
    static Batch batch(long number) {
        CounterRandom random = CounterRandom.of(2, "learner", number, 0);
        int[] ids = new int[4 * 12];
        int[] lengths = {12, 9, 4, 7};
        int[] firstLengths = {6, 9, 2, 5};
        long[] keys = new long[4];
        for (int row = 0; row < 4; row++) {
            keys[row] = number * 4 + row;
            for (int i = 1; i < lengths[row]; i++) {
                ids[row * 12 + i] = 5 + random.nextInt(92);
            }
            ids[row * 12] = 2;
            ids[row * 12 + firstLengths[row] - 1] = 3;
            ids[row * 12 + lengths[row] - 1] = 3;
        }
        return new Batch(ids, lengths, firstLengths, keys, 4, 12);
    }
}
