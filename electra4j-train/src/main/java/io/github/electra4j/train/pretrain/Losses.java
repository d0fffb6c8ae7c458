package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.StepResult.Detection;
import io.github.electra4j.train.pretrain.StepResult.Naming;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Sampling;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropies and their gradients at the logits, by hand: one softmax serves the loss, its gradient and the draw, and
 * nothing of the vocabulary's width is kept for the engine's backward pass. The gradient of cross-entropy at the logits is the
 * softmax less the one-hot target; of binary cross-entropy the sigmoid less the label.
 */
final class Losses {
    /** A probability below it counts as this, so that a loss stays finite. */
    static final double SMALLEST = 1e-37;

    /** Probabilities that are held at a time: 8 MB of fp32. */
    private static final long PROBABILITIES = 1 << 21;

    private static final int[] NOTHING_DRAWN = {};

    private Losses() {}

    /**
     * How pieces are drawn from scores.
     *
     * @param temperature of the softmax
     * @param disallowCorrect whether the original cannot be drawn
     */
    record Drawing(double temperature, boolean disallowCorrect) {}

    /**
     * Cross-entropy over word pieces at the chosen positions.
     *
     * @param logits {@code [rows, vocabulary]}, of the chosen positions and perhaps others behind them
     * @param gradient of the weighted loss at the logits, in their memory; null where nothing is learned
     * @param drawn an id for each chosen position, or none
     */
    record Named(Naming naming, Tensor logits, @Nullable Tensor gradient, int[] drawn) {
        List<Tensor> roots() {
            return gradient == null ? List.of() : List.of(logits);
        }

        List<Tensor> gradients() {
            return gradient == null ? List.of() : List.of(gradient);
        }
    }

    /** Cross-entropy without draws. */
    static Named naming(Tensors tensors, Tensor logits, Masked masked, double weight, boolean detailed) {
        return naming(tensors, logits, masked, weight, detailed, null);
    }

    /**
     * Cross-entropy, some rows at a time, so that probabilities in fp32 stay in the processor's cache.
     *
     * @param logits of the chosen positions, and perhaps others behind them, from a last layer that does not need them in its own backward
     *     pass: the gradient takes their place
     * @param weight of the loss of one position in the sum that is minimised; 0 where nothing is learned
     * @param detailed whether to count the positions where the likeliest piece is the original
     * @param drawing how to draw a piece for each position; null for no draws
     */
    static Named naming(
            Tensors tensors, Tensor logits, Masked masked, double weight, boolean detailed, @Nullable Drawing drawing) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            int n = masked.positions().length;
            Tensor values = logits.detach();
            int[] drawn = drawing == null ? NOTHING_DRAWN : new int[n];
            double loss = 0;
            long correct = 0;
            int rows = rows(logits);
            for (int from = 0; from < n; from += rows) {
                int count = Math.min(rows, n - from);
                try (Scope scope = new Scope()) {
                    Tensor part = values.narrow(0, from, count);
                    Tensor targets =
                            tensors.longs(Arrays.copyOfRange(masked.originals(), from, from + count), count, 1);
                    Tensor probabilities = softmax(part);
                    loss -= logs(probabilities, targets).sum().item_double();
                    if (drawing != null) {
                        long[] keys = Arrays.copyOfRange(masked.keys(), from, from + count);
                        Tensor noise = noise(part, probabilities, drawing);
                        System.arraycopy(draw(noise, targets, keys, drawing), 0, drawn, from, count);
                    }
                    if (detailed) {
                        correct += part.argmax(new LongOptional(1), true)
                                .eq(targets)
                                .sum()
                                .item_long();
                    }
                    if (weight != 0) {
                        gradient(part, probabilities, targets, weight);
                    }
                }
            }
            if (weight != 0) {
                // What stands behind the chosen positions teaches nothing.
                values.narrow(0, n, values.size(0) - n).zero_();
            }
            return new Named(
                    new Naming(loss, n, correct, detailed ? n : 0), logits, weight == 0 ? null : values, drawn);
        }
    }

    /** Rows of scores that are worked on at a time. */
    static int rows(Tensor logits) {
        return (int) Math.max(1, Device.of(logits).block(PROBABILITIES) / logits.size(1));
    }

    static Tensor softmax(Tensor logits) {
        return torch.softmax(logits, -1, new ScalarTypeOptional(ScalarType.Float));
    }

    /** The logs of some probabilities, {@code [rows, 1]}. */
    static Tensor logs(Tensor probabilities, Tensor ids) {
        return probabilities.gather(1, ids).clamp_min(new Scalar(SMALLEST)).log();
    }

    /** The gradient of the weighted cross-entropies at the logits, in their memory; the probabilities are used up. */
    static void gradient(Tensor logits, Tensor probabilities, Tensor targets, double weight) {
        Tensor one = torch.full_like(targets, new Scalar(-1.0)).to(ScalarType.Float);
        logits.copy_(probabilities.scatter_add_(1, targets, one).mul_(new Scalar(weight)));
    }

    /** The probabilities that pieces are drawn by, with the original not excluded. */
    static Tensor noise(Tensor logits, Tensor probabilities, Drawing drawing) {
        return drawing.temperature() == 1
                ? probabilities
                : softmax(logits.to(ScalarType.Float).div(new Scalar(drawing.temperature())));
    }

    /** A piece for each row. */
    static int[] draw(Tensor noise, Tensor targets, long[] keys, Drawing drawing) {
        return Sampling.draw(
                drawing.disallowCorrect() ? noise.clone().scatter_(1, targets, new Scalar(0.0)) : noise, keys);
    }

    /**
     * Binary cross-entropy.
     *
     * @param excess sigmoid less label at each logit, 0 where it does not count
     * @param losses at each logit, in nats, 0 where it does not count
     */
    record Detected(Detection detection, float[] excess, float[] losses) {
        /** The gradient of the weighted loss at the logits, of their shape and kind. */
        Tensor gradient(Tensors tensors, Tensor logits, double weight) {
            float[] weighted = new float[excess.length];
            for (int i = 0; i < weighted.length; i++) {
                weighted[i] = (float) (weight * excess[i]);
            }
            return constant(tensors, weighted, logits);
        }
    }

    /** Values as a tensor of another one's shape and kind, without a gradient of its own. */
    static Tensor constant(Tensors tensors, float[] values, Tensor like) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            return tensors.floats(values, values.length).view(like.sizes()).to(like.scalar_type());
        }
    }

    /**
     * Binary cross-entropy over some logits.
     *
     * @param values the logits
     * @param labels for each logit
     * @param counted indices of those that count
     * @param detailed whether to keep logits and labels
     */
    static Detected detection(float[] values, boolean[] labels, int[] counted, boolean detailed) {
        float[] excess = new float[values.length];
        float[] losses = new float[values.length];
        float[] kept = new float[detailed ? counted.length : 0];
        boolean[] keptLabels = new boolean[kept.length];
        double loss = 0;
        int seen = 0;
        for (int i : counted) {
            double z = values[i];
            double label = labels[i] ? 1 : 0;
            // max(z, 0) - z * label + log(1 + e^-|z|), which cannot overflow.
            double one = Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
            loss += one;
            losses[i] = (float) one;
            excess[i] = (float) (1 / (1 + Math.exp(-z)) - label);
            if (detailed) {
                kept[seen] = values[i];
                keptLabels[seen++] = labels[i];
            }
        }
        return new Detected(new Detection(loss, counted.length, kept, keptLabels), excess, losses);
    }
}
