package io.github.electra4j.train.optim;

import io.github.electra4j.train.tensor.Scope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Muon for the matrices of a network (Jordan et al., 2024, "Muon: an optimizer for hidden layers in neural networks"): every step goes along
 * the orthogonal matrix that is nearest to the momentum, so that directions which few examples ask for are learned as fast as those that
 * all ask for. Steps are as long as Adam's usual ones, by Liu et al. (2025, "Muon is scalable for LLM training", section 2.2), so that both
 * have one learning rate and one weight decay.
 */
final class Muon {
    private static final double MOMENTUM = 0.95;
    private static final int ITERATIONS = 5;

    /** Of the odd polynomial that takes singular values of a small matrix to about 1 in five rounds (Jordan et al., 2024). */
    private static final double LINEAR = 3.4445;

    private static final double CUBIC = -4.7750;
    private static final double QUINTIC = 2.0315;

    /** Root mean square of Adam's usual updates, in learning rates (Liu et al., 2025). */
    private static final double ADAMS_LENGTH = 0.2;

    /** Below any gradient's norm: a momentum of zeros stays one. */
    private static final double LEAST_NORM = 1e-20;

    private Muon() {}

    /**
     * One update in place; all tensors are fp32 of {@code [matrices, rows, columns]}, each matrix for itself.
     *
     * @param momentum of the gradients so far
     * @param rate learning rate
     * @param decay weight decay, decoupled from the gradient
     * @param scale what gradients are divided by
     * @param precision in which the iterations multiply
     */
    static void update(
            Tensor values,
            Tensor gradient,
            Tensor momentum,
            double rate,
            double decay,
            double scale,
            ScalarType precision) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            momentum.mul_(new Scalar(MOMENTUM)).add_(gradient, new Scalar((1 - MOMENTUM) / scale));
            // Nesterov's way: the gradient once more on top of a momentum that has it already.
            Tensor ahead = momentum.mul(new Scalar(MOMENTUM)).add_(gradient, new Scalar((1 - MOMENTUM) / scale));
            long longer = Math.max(values.size(1), values.size(2));
            values.mul_(new Scalar(1 - rate * decay))
                    .add_(
                            orthogonal(ahead, precision).to(ScalarType.Float),
                            new Scalar(-rate * ADAMS_LENGTH * Math.sqrt((double) longer)));
        }
    }

    /** About the nearest orthogonal matrix to each, by Newton and Schulz's iteration: singular values between 0.7 and 1.2. */
    static Tensor orthogonal(Tensor matrices, ScalarType precision) {
        boolean tall = matrices.size(1) > matrices.size(2);
        // Products of the shorter side with itself are the smaller ones.
        Tensor wide = tall ? matrices.transpose(1, 2) : matrices;
        Tensor norms = wide.mul(wide)
                .sum(new long[] {1, 2}, true, new ScalarTypeOptional())
                .sqrt_()
                .add_(new Scalar(LEAST_NORM));
        Tensor x = wide.div(norms).to(precision);
        for (int i = 0; i < ITERATIONS; i++) {
            Tensor gram = x.bmm(x.transpose(1, 2));
            Tensor polynomial = gram.bmm(gram).mul_(new Scalar(QUINTIC)).add_(gram, new Scalar(CUBIC));
            x = polynomial.bmm(x).add_(x, new Scalar(LINEAR));
        }
        return tall ? x.transpose(1, 2) : x;
    }

    /** Operations of an update of one matrix, two a multiply-add: the products of the iterations. */
    static double flops(long rows, long columns) {
        double shorter = Math.min(rows, columns);
        double longer = Math.max(rows, columns);
        return ITERATIONS * 2 * (2 * shorter * shorter * longer + shorter * shorter * shorter);
    }
}
