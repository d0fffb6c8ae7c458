package io.github.electra4j.cli;

import io.github.electra4j.train.plan.MachineMeasurement;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Loads the native libraries and measures what the machine multiplies: apart from {@link MachineCheckup}, which needs neither. */
final class EngineCheckup {
    /** bf16 halves the bytes and doubles the products; below this gain over fp32 it does not pay. */
    private static final double WORTHWHILE = 1.2;

    private EngineCheckup() {}

    /** Loads and measures, in about two seconds; libraries that do not load are a finding, not a failure. */
    static Finding measure() {
        int threads = Runtime.getRuntime().availableProcessors();
        Map<String, Object> figures = new LinkedHashMap<>();
        try {
            double fp32 = MachineMeasurement.of(new Tensors(Device.CPU, Precision.FP32), threads)
                            .flopsPerSecond()
                    / 1e9;
            double bf16 = MachineMeasurement.of(new Tensors(Device.CPU, Precision.BF16), threads)
                            .flopsPerSecond()
                    / 1e9;
            figures.put("natives_loaded", true);
            figures.put("matmul_fp32_gflops", fp32);
            figures.put("matmul_bf16_gflops", bf16);
            String found = String.format(
                    Locale.ROOT,
                    "native libraries load; matrix products: fp32 %.0f, bf16 %.0f GFLOP/s with %d threads",
                    fp32,
                    bf16,
                    threads);
            return new Finding("Engine", found, advice(fp32, bf16), figures);
        } catch (LinkageError e) {
            figures.put("natives_loaded", false);
            return new Finding(
                    "Engine",
                    "the native libraries do not load: " + e.getMessage(),
                    List.of("Training needs the native libraries of this platform ("
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ", with glibc on Linux, not musl). Delete ~/.javacpp/cache if unpacking was interrupted;"
                            + " --debug shows the reason."),
                    figures);
        }
    }

    /** Of a processor without instructions for bf16 {@link MachineCheckup} says it. */
    private static List<String> advice(double fp32, double bf16) {
        Processor processor = Processor.read(Path.of("/proc/cpuinfo"));
        boolean expected = !processor.known() || processor.multipliesBf16();
        return expected && bf16 < WORTHWHILE * fp32
                ? List.of("bf16 is not faster than fp32 here: train with --precision fp32.")
                : List.of();
    }
}
