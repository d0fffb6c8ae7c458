package io.github.electra4j.train.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Energy that the processors have taken, as Linux tells it from their own counters (RAPL, the power capping framework). It is that of the
 * whole machine, other programs included, without disks, fans and power supply; memory only where it has a counter of its own package.
 */
public final class EnergyMeter {
    private static final Path RAPL = Path.of("/sys/class/powercap");

    private final List<Counter> counters;
    private double joules;

    /** A processor's counter, which begins again at 0 behind its range. */
    private static final class Counter {
        private final Path file;
        private final long range;
        private long last;

        Counter(Path zone) throws IOException {
            file = zone.resolve("energy_uj");
            range = number(zone.resolve("max_energy_range_uj"));
            last = number(file);
        }

        long microjoules() throws IOException {
            long now = number(file);
            long since = now >= last ? now - last : now + range - last;
            last = now;
            return since;
        }

        private static long number(Path file) throws IOException {
            try {
                return Long.parseLong(Files.readString(file).strip());
            } catch (NumberFormatException e) {
                throw new IOException(file + ": expected a number", e);
            }
        }
    }

    private EnergyMeter(List<Counter> counters) {
        this.counters = counters;
    }

    /** The meter of this machine; null where its counters cannot be read, as in most virtual machines and without the right to. */
    public static @Nullable EnergyMeter open() {
        return open(RAPL);
    }

    /**
     * The meter of counters that stand in a folder as Linux has them.
     *
     * @param root with a folder such as {@code intel-rapl:0} for each processor, in it {@code energy_uj} and {@code max_energy_range_uj}
     * @return null where none can be read
     */
    public static @Nullable EnergyMeter open(Path root) {
        List<Counter> counters = new ArrayList<>();
        try (Stream<Path> zones = Files.list(root)) {
            // One zone a processor, such as intel-rapl:0; those of its parts, such as intel-rapl:0:1, are counted in
            // it.
            for (Path zone : zones.filter(z -> z.getFileName().toString().matches("intel-rapl:\\d+"))
                    .sorted()
                    .toList()) {
                counters.add(new Counter(zone));
            }
        } catch (IOException e) {
            return null;
        }
        return counters.isEmpty() ? null : new EnergyMeter(counters);
    }

    /**
     * Joules since the meter was opened. To be asked more often than a counter begins again, which takes minutes.
     *
     * @throws IOException where a counter cannot be read any more
     */
    public double joules() throws IOException {
        for (Counter counter : counters) {
            joules += counter.microjoules() * 1e-6;
        }
        return joules;
    }
}
