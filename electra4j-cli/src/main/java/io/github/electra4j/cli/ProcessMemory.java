package io.github.electra4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that this process has used, with what native libraries took. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** The most resident memory so far in MB (10^6 bytes); empty where the system does not tell (other than Linux). */
    static OptionalLong peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
