package io.github.electra4j.train.tensor;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Times the engine's matrix multiplication on the calling thread. */
public final class MatrixMultiplication {
    private static final int ROWS = 2048;
    private static final int INNER = 256;
    private static final int COLUMNS = 1024;
    private static final double SECONDS = 0.08;

    private MatrixMultiplication() {}

    /** Floating-point operations a second, two a multiply-add, over a tenth of a second. */
    public static double flopsPerSecond(Precision precision) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            Tensor a = torch.ones(new long[] {ROWS, INNER}, Device.CPU.options(precision.type()));
            Tensor b = torch.ones(new long[] {COLUMNS, INNER}, Device.CPU.options(precision.type()));
            torch.linear(a, b).close();
            long start = System.nanoTime();
            long rounds = 0;
            double seconds;
            do {
                torch.linear(a, b).close();
                rounds++;
                seconds = (System.nanoTime() - start) * 1e-9;
            } while (seconds < SECONDS);
            return 2.0 * ROWS * INNER * COLUMNS * rounds / seconds;
        }
    }
}
