package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Sums over the rows of a matrix, such as the gradient of a bias. */
public final class ColumnSums {
    /** Rows of the factor on the left of a product that sums, all alike: NVIDIA advises multiples of eight in bf16. */
    private static final int LEFT = 8;

    private ColumnSums() {}

    /**
     * The sum of the rows of {@code [rows, columns]}, {@code [columns]}. On a GPU in bf16 it is a product with ones, in place of the engine's
     * reduction, which took 40 microseconds for 32,768 rows of 256 on an H200. Both sum in fp32.
     */
    public static Tensor of(Tensor x) {
        return areProducts(x) ? product(x) : x.sum(0);
    }

    /** Whether sums are products of matrices here. */
    static boolean areProducts(Tensor x) {
        return Device.of(x) == Device.CUDA && x.scalar_type().intern() == ScalarType.BFloat16;
    }

    /** The same sum as a product. */
    static Tensor product(Tensor x) {
        return x.new_ones(LEFT, x.size(0)).mm(x).select(0, 0);
    }
}
