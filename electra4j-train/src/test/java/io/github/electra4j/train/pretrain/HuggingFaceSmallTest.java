package io.github.electra4j.train.pretrain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.DiscriminatorHead;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * ELECTRA-Small at its full size, in fp32, against the logits that Hugging Face's classes give in float64 on the same weights, which
 * both sides make by a formula; {@code src/test/python/make_small.py} made the fixture.
 */
class HuggingFaceSmallTest {
    private static final Tensors FP32 = new Tensors(TestDevice.CHOSEN, Precision.FP32);
    private static final int VOCABULARY = 30_522;
    private static final int[] LENGTHS = {512, 77};
    private static final int[] FIRST_LENGTHS = {300, 77};
    private static final int[] GENERATOR_POSITIONS = {5, 250, 511};
    private static final int WATCHED_EVERY = 509;
    private static final double TOLERANCE = 1e-5;

    private static SafeTensors expected;
    private static PretrainingModel model;
    private static Parameters parameters;

    @BeforeAll
    static void makeNetworks() throws IOException {
        expected = SafeTensors.open(Path.of("src/test/resources/huggingface/small.safetensors"));
        model = PretrainingModel.of(ConfigFiles.resolve(ConfigFiles.read("published-small"), "small"), VOCABULARY, 0);
        parameters = new Parameters(model.specs(), FP32, 0.02, 1);
        for (Parameters.Slot slot : parameters.slots()) {
            parameters.set(slot.spec().name(), weights(slot.spec()));
        }
        parameters.refresh(0, parameters.size());
    }

    @AfterAll
    static void close() throws IOException {
        parameters.close();
        expected.close();
    }

    @Test
    void discriminator_ofFullSize_givesHuggingFacesLogits() throws IOException {
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor hidden = model.encoder().forward(leaves, Sequences.of(batch(), FP32));
            float[] logits = Tensors.toArray(
                    new DiscriminatorHead("discriminator", model.encoder().config()).forward(leaves, hidden));

            for (int row = 0; row < LENGTHS.length; row++) {
                float[] ours = Arrays.copyOfRange(logits, row * LENGTHS[0], row * LENGTHS[0] + LENGTHS[row]);
                assertThat(largestDifference(ours, expected.floats("discriminator.logits." + row)))
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @Test
    void generator_ofFullSize_givesHuggingFacesLogits() throws IOException {
        try (Leaves leaves = new Leaves(parameters, name -> false);
                Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            MaskedGenerator generator = (MaskedGenerator) model.generator();
            Tensor hidden = generator.encoder().forward(leaves, Sequences.of(batch(), FP32));
            Tensor chosen = hidden.view(-1, hidden.size(2))
                    .index_select(0, FP32.longs(GENERATOR_POSITIONS, GENERATOR_POSITIONS.length));
            float[] logits = Tensors.toArray(generator.head().forward(leaves, chosen));

            int watched = (VOCABULARY + WATCHED_EVERY - 1) / WATCHED_EVERY;
            float[] ours = new float[GENERATOR_POSITIONS.length * watched];
            float[] sums = new float[GENERATOR_POSITIONS.length];
            for (int row = 0; row < sums.length; row++) {
                double sum = 0;
                for (int id = 0; id < VOCABULARY; id++) {
                    float logit = logits[row * VOCABULARY + id];
                    sum += Math.exp(logit);
                    if (id % WATCHED_EVERY == 0) {
                        ours[row * watched + id / WATCHED_EVERY] = logit;
                    }
                }
                sums[row] = (float) Math.log(sum);
            }
            assertThat(largestDifference(ours, expected.floats("generator.logits")))
                    .isLessThan(TOLERANCE);
            assertThat(largestDifference(sums, expected.floats("generator.logsumexp")))
                    .isLessThan(TOLERANCE);
        }
    }

    private static double largestDifference(float[] ours, float[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
        }
        return largest;
    }

    private static Batch batch() {
        int[] ids = new int[LENGTHS.length * LENGTHS[0]];
        for (int row = 0; row < LENGTHS.length; row++) {
            int crc = crc("ids " + row);
            for (int i = 0; i < LENGTHS[row]; i++) {
                ids[row * LENGTHS[0] + i] = Integer.remainderUnsigned(hash(crc + i), VOCABULARY);
            }
        }
        return new Batch(ids, LENGTHS, FIRST_LENGTHS, new long[] {1, 2}, LENGTHS.length, LENGTHS[0]);
    }

    /** Queries, keys and values have names of their own; shared embeddings have one name in both networks. */
    private static float[] weights(ParameterSpec spec) {
        List<String> names = spec.parts().isEmpty() ? List.of(spec.name()) : spec.parts();
        float[] values = new float[Math.toIntExact(spec.count())];
        int size = values.length / names.size();
        for (int part = 0; part < names.size(); part++) {
            String name = names.get(part).substring(names.get(part).indexOf('/') + 1);
            int crc = crc(name);
            double centre = name.endsWith("LayerNorm.weight") ? 1 : 0;
            for (int i = 0; i < size; i++) {
                double uniform = (hash(crc + i) >>> 8) * 0x1p-23 - 1;
                values[part * size + i] = (float) (uniform * 0x1p-4 + centre);
            }
        }
        return values;
    }

    private static int crc(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(US_ASCII));
        return (int) crc.getValue();
    }

    /** The finaliser of MurmurHash3, 32 bits. */
    private static int hash(int x) {
        int h = x;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
