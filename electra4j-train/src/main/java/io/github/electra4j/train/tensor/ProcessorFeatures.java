package io.github.electra4j.train.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Linux says of the processor, which no load on the machine can change. */
final class ProcessorFeatures {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private ProcessorFeatures() {}

    /** Whether the processor multiplies bf16 matrices by instructions of its own; empty where that is not known. */
    static Optional<Boolean> multipliesBf16() {
        return multipliesBf16(CPUINFO);
    }

    static Optional<Boolean> multipliesBf16(Path cpuinfo) {
        try {
            return Files.readAllLines(cpuinfo).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(List.of(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
                    .map(flags -> flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
