package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.StepResult.Contrast;
import io.github.electra4j.train.tensor.Gathering;
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
 * the same one are found by their words. Rows 2i and 2i + 1 belong together. Others are those of all replicas, of the same part of a batch.
 *
 * @param weight of the loss, a mean over all rows of a step
 */
record SequenceContrast(double weight) {
    /** Divides the cosines: low enough that others as near as the right one matter most. */
    private static final double TEMPERATURE = 0.1;

    /** Added to the squares, so that zeros have a norm and a gradient. */
    private static final double SMALLEST = 1e-12;

    /**
     * Hidden states to the loss. The rows of other replicas are constants here, and each replica's own gradient holds what its rows are
     * to theirs, so that loss and gradient are those of all rows in one place.
     *
     * @param hidden {@code [size, length, hidden]}, of an even size
     * @param seat where replicas tell each other the mean states of their rows
     */
    EncoderObjective.Learned learn(Leaves leaves, Tensor hidden, EncoderObjective.Part part, Gathering.Seat seat) {
        Tensor own = units(means(leaves.tensors(), hidden, part.masked().batch()));
        int width = (int) own.size(1);
        List<float[]> gathered = seat.gather(Tensors.toArray(own));
        int first = rows(gathered.subList(0, seat.number()), width);
        int size = part.masked().batch().size();
        int rows = rows(gathered, width);
        Tensor all = leaves.tensors().floats(joined(gathered), rows, width);
        Likeness likeness = Likeness.of(Tensors.toArray(all.matmul(all.t()).div(new Scalar(TEMPERATURE))), rows);
        double scale = weight / part.totals().contrasted() / TEMPERATURE;
        // A similarity is a product of two rows, so that its gradient at one of them is the other.
        float[] pulls = new float[size * rows];
        double loss = 0;
        long found = 0;
        for (int i = 0; i < size; i++) {
            int row = first + i;
            for (int column = 0; column < rows; column++) {
                pulls[i * rows + column] =
                        (float) (scale * (likeness.excess(row, column) + likeness.excess(column, row)));
            }
            loss += likeness.losses()[row];
            found += likeness.found()[row] ? 1 : 0;
        }
        return new EncoderObjective.Learned(
                StepResult.none().with(new Contrast(loss, size, found)),
                List.of(own),
                List.of(leaves.tensors().floats(pulls, size, rows).matmul(all)));
    }

    /**
     * How likely each row holds each one for its other, by the similarities.
     *
     * @param probabilities {@code [rows, rows]}
     * @param losses of each row, in nats
     * @param found whether a row's other is as near as any
     */
    private record Likeness(float[] probabilities, double[] losses, boolean[] found) {
        static Likeness of(float[] similarities, int rows) {
            Likeness likeness = new Likeness(new float[similarities.length], new double[rows], new boolean[rows]);
            for (int row = 0; row < rows; row++) {
                likeness.fill(similarities, row, rows);
            }
            return likeness;
        }

        private void fill(float[] similarities, int row, int rows) {
            int start = row * rows;
            int other = start + (row ^ 1);
            float most = similarities[other];
            for (int i = start; i < start + rows; i++) {
                most = i != start + row ? Math.max(most, similarities[i]) : most;
            }
            double sum = 0;
            for (int i = start; i < start + rows; i++) {
                probabilities[i] = i == start + row ? 0 : (float) Math.exp(similarities[i] - most);
                sum += probabilities[i];
            }
            for (int i = start; i < start + rows; i++) {
                probabilities[i] /= (float) sum;
            }
            losses[row] = most + Math.log(sum) - similarities[other];
            found[row] = similarities[other] == most;
        }

        /** The gradient of a row's loss at a similarity. */
        double excess(int row, int column) {
            return probabilities[row * losses.length + column] - (column == (row ^ 1) ? 1 : 0);
        }
    }

    private static int rows(List<float[]> units, int width) {
        return units.stream().mapToInt(values -> values.length / width).sum();
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
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

    /** Each row over its norm. */
    private static Tensor units(Tensor means) {
        Tensor norms = means.mul(means)
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .add(new Scalar(SMALLEST))
                .sqrt();
        return means.div(norms);
    }
}
