package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.StepResult.Contrast;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Finds the other part of a text among all parts, by the cosine of mean hidden states: a cross-entropy over all rows but the one asked
 * about (NT-Xent: Chen et al., SimCLR, 2020, section 2.1). As in COCO-LM (Meng et al., 2021, section 3.3) corrupted texts are contrasted
 * beside the other losses; as in DeCLUTR (Giorgi et al., 2021, section 3) they are neighbouring parts of a text, since two corruptions of
 * the same one are found by their words. Rows 2i and 2i + 1 belong together. Others are those of the same replica and part of a batch
 * alone.
 *
 * @param weight of the loss, a mean over all rows of a step
 */
record SequenceContrast(double weight) {
    /** Divides the cosines: low enough that others as near as the right one matter most. */
    private static final double TEMPERATURE = 0.1;

    /** Added to the squares, so that zeros have a norm and a gradient. */
    private static final double SMALLEST = 1e-12;

    /**
     * Hidden states to the loss.
     *
     * @param hidden {@code [size, length, hidden]}, of an even size
     */
    EncoderObjective.Learned learn(Leaves leaves, Tensor hidden, EncoderObjective.Part part) {
        Batch batch = part.masked().batch();
        Tensor similarities = similarities(means(leaves.tensors(), hidden, batch));
        int size = batch.size();
        float[] values = Tensors.toArray(similarities);
        float[] gradient = new float[values.length];
        double loss = 0;
        long found = 0;
        for (int row = 0; row < size; row++) {
            int other = row ^ 1;
            int nearest = other;
            for (int i = 0; i < size; i++) {
                nearest = i != row && values[row * size + i] > values[row * size + nearest] ? i : nearest;
            }
            double most = values[row * size + nearest];
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += i == row ? 0 : Math.exp(values[row * size + i] - most);
            }
            for (int i = 0; i < size; i++) {
                double probability = i == row ? 0 : Math.exp(values[row * size + i] - most) / sum;
                gradient[row * size + i] =
                        (float) (weight / part.totals().contrasted() * (probability - (i == other ? 1 : 0)));
            }
            loss += most + Math.log(sum) - values[row * size + other];
            found += nearest == other ? 1 : 0;
        }
        return new EncoderObjective.Learned(
                StepResult.none().with(new Contrast(loss, size, found)),
                List.of(similarities),
                List.of(Losses.constant(leaves.tensors(), gradient, similarities)));
    }

    /** The mean state of each row's tokens, {@code [size, hidden]}, fp32. */
    private static Tensor means(Tensors tensors, Tensor hidden, Batch batch) {
        float[] shares = new float[batch.size() * batch.length()];
        for (int row = 0; row < batch.size(); row++) {
            int start = row * batch.length();
            Arrays.fill(shares, start, start + batch.lengths()[row], 1f / batch.lengths()[row]);
        }
        Tensor rows = tensors.compute(shares, batch.size(), 1, batch.length());
        return rows.matmul(hidden).view(batch.size(), -1).to(ScalarType.Float);
    }

    /** Cosines over the temperature, {@code [size, size]}. */
    private static Tensor similarities(Tensor means) {
        Tensor norms = means.mul(means)
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .add(new Scalar(SMALLEST))
                .sqrt();
        Tensor units = means.div(norms);
        return units.matmul(units.t()).div(new Scalar(TEMPERATURE));
    }
}
