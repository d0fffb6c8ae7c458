package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Times the engine's matrix multiplication: of the calling thread, or of a GPU, which gets as many more rows as fill it. */
public final class MatrixMultiplication {
    private static final int ROWS = 2048;
    private static final int INNER = 256;
    private static final int COLUMNS = 1024;
    private static final double SECONDS = 0.08;

    private MatrixMultiplication() {}

    /** Floating-point operations a second, two a multiply-add, over a tenth of a second. */
    public static double flopsPerSecond(Tensors tensors) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Device device = tensors.device();
            TensorOptions options = device.options(tensors.precision().type());
            long rows = device.block(ROWS);
            Tensor a = torch.ones(new long[] {rows, INNER}, options);
            Tensor b = torch.ones(new long[] {COLUMNS, INNER}, options);
            torch.linear(a, b).close();
            device.await();
            long start = System.nanoTime();
            long rounds = 0;
            double seconds;
            do {
                torch.linear(a, b).close();
                device.await();
                rounds++;
                seconds = (System.nanoTime() - start) * 1e-9;
            } while (seconds < SECONDS);
            return 2.0 * rows * INNER * COLUMNS * rounds / seconds;
        }
    }
}
