package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.tensor.Sampling;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
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
    private static final double SMALLEST = 1e-37;

    /** Probabilities that are held at a time: 8 MB of fp32. */
    private static final long PROBABILITIES = 1 << 21;

    private static final int[] NOTHING_DRAWN = {};

    /**
     * Cross-entropy over word pieces at the chosen positions.
     *
     * @param logits {@code [chosen, vocabulary]}
     * @param gradient of the weighted loss at the logits, in their memory; null where nothing is learned
     * @param drawn an id for each chosen position, or none
     */
    record Tokens(Tensor logits, @Nullable Tensor gradient, int[] drawn, StepResult result) {
        void backward() {
            if (gradient != null) {
                torch.backward(
                        new TensorVector(logits),
                        new TensorVector(gradient),
                        new BoolOptional(),
                        false,
                        new TensorVector());
            }
        }

        /** The same numbers as those of the corrective head. */
        StepResult correctiveResult() {
            return new StepResult(0, 0, result.generatorLoss(), 0, 0, 0, 0, 0, new float[0], new boolean[0]);
        }
    }

    /**
     * Cross-entropy, some rows at a time, so that probabilities in fp32 stay in the processor's cache.
     *
     * @param logits of a last layer that does not need them in its own backward pass: the gradient takes their place
     * @param weight of the loss of one position in the sum that is minimised; 0 where nothing is learned
     * @param draw whether to draw a piece for each position
     * @param detailed whether to count the positions where the likeliest piece is the original
     */
    Tokens tokens(
            Tensors tensors,
            Tensor logits,
            Masked masked,
            PretrainingConfig config,
            double weight,
            boolean draw,
            boolean detailed) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            int n = masked.positions().length;
            Tensor values = logits.detach();
            int[] drawn = draw ? new int[n] : NOTHING_DRAWN;
            double loss = 0;
            long correct = 0;
            int rows = (int) Math.max(1, PROBABILITIES / logits.size(1));
            for (int from = 0; from < n; from += rows) {
                int count = Math.min(rows, n - from);
                try (Scope scope = new Scope()) {
                    Tensor part = values.narrow(0, from, count);
                    Tensor targets =
                            tensors.longs(Arrays.copyOfRange(masked.originals(), from, from + count), count, 1);
                    Tensor probabilities = softmax(part);
                    loss -= probabilities
                            .gather(1, targets)
                            .clamp_min(new Scalar(SMALLEST))
                            .log()
                            .sum()
                            .item_double();
                    if (draw) {
                        long[] keys = Arrays.copyOfRange(masked.keys(), from, from + count);
                        System.arraycopy(draw(part, probabilities, targets, keys, config), 0, drawn, from, count);
                    }
                    if (detailed) {
                        correct += part.argmax(new LongOptional(1), true)
                                .eq(targets)
                                .sum()
                                .item_long();
                    }
                    if (weight != 0) {
                        Tensor one = torch.full_like(targets, new Scalar(-1.0)).to(ScalarType.Float);
                        part.copy_(probabilities.scatter_add_(1, targets, one).mul_(new Scalar(weight)));
                    }
                }
            }
            long sampledCorrect = 0;
            for (int i = 0; i < drawn.length; i++) {
                sampledCorrect += drawn[i] == masked.originals()[i] ? 1 : 0;
            }
            // Where a discriminator follows, it counts the tokens.
            long tokens = draw ? 0 : masked.batch().tokens();
            StepResult result =
                    new StepResult(loss, 0, 0, n, tokens, 0, correct, sampledCorrect, new float[0], new boolean[0]);
            return new Tokens(logits, weight == 0 ? null : values, drawn, result);
        }
    }

    private static Tensor softmax(Tensor logits) {
        return torch.softmax(logits, -1, new ScalarTypeOptional(ScalarType.Float));
    }

    private static int[] draw(
            Tensor logits, Tensor probabilities, Tensor targets, long[] keys, PretrainingConfig config) {
        Tensor weights = config.temperature() == 1
                ? probabilities
                : softmax(logits.to(ScalarType.Float).div(new Scalar(config.temperature())));
        if (config.disallowCorrect()) {
            weights = weights.clone().scatter_(1, targets, new Scalar(0.0));
        }
        return Sampling.draw(weights, keys);
    }

    /**
     * Binary cross-entropy over all tokens.
     *
     * @param logits {@code [size, length]}
     * @param excess sigmoid less label at tokens, 0 at padding, fp32
     */
    record Detection(Tensor logits, Tensor excess, StepResult result) {
        void backward(double weight, @Nullable Tokens corrected) {
            TensorVector roots = new TensorVector(logits);
            TensorVector gradients = new TensorVector(scaled(weight));
            if (corrected != null && corrected.gradient() != null) {
                roots.push_back(corrected.logits());
                gradients.push_back(corrected.gradient());
            }
            torch.backward(roots, gradients, new BoolOptional(), false, new TensorVector());
        }

        private Tensor scaled(double weight) {
            try (AutoGradMode off = new AutoGradMode(false)) {
                return excess.mul(new Scalar(weight)).to(logits.scalar_type());
            }
        }
    }

    Detection detection(Tensors tensors, Tensor logits, Batch batch, Replaced replaced, boolean detailed) {
        try (AutoGradMode off = new AutoGradMode(false)) {
            float[] values = Tensors.toArray(logits);
            float[] excess = new float[values.length];
            int tokens = (int) batch.tokens();
            float[] kept = new float[detailed ? tokens : 0];
            boolean[] labels = new boolean[detailed ? tokens : 0];
            double loss = 0;
            int seen = 0;
            int count = 0;
            for (int row = 0; row < batch.size(); row++) {
                for (int i = row * batch.length(); i < row * batch.length() + batch.lengths()[row]; i++) {
                    double z = values[i];
                    double label = replaced.labels()[i] ? 1 : 0;
                    // max(z, 0) - z * label + log(1 + e^-|z|), which cannot overflow.
                    loss += Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
                    excess[i] = (float) (1 / (1 + Math.exp(-z)) - label);
                    count += replaced.labels()[i] ? 1 : 0;
                    if (detailed) {
                        kept[seen] = values[i];
                        labels[seen++] = replaced.labels()[i];
                    }
                }
            }
            Tensor gradient = tensors.floats(excess, batch.size(), batch.length());
            return new Detection(logits, gradient, new StepResult(0, loss, 0, 0, tokens, count, 0, 0, kept, labels));
        }
    }
}
