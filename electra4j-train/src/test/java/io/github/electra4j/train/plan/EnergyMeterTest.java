package io.github.electra4j.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On made counters, since few machines show theirs. */
class EnergyMeterTest {
    @TempDir
    private Path root;

    private void counter(String zone, long microjoules) throws IOException {
        Path folder = Files.createDirectories(root.resolve(zone));
        Files.writeString(folder.resolve("max_energy_range_uj"), "1000000000\n");
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
    }

    @Test
    void joules_ofTwoProcessors_isTheirSumSinceTheMeterWasOpened() throws IOException {
        counter("intel-rapl:0", 5_000_000);
        counter("intel-rapl:1", 100);
        EnergyMeter meter = Objects.requireNonNull(EnergyMeter.open(root));
        counter("intel-rapl:0", 7_500_000);
        counter("intel-rapl:1", 1_000_100);

        assertThat(meter.joules()).isCloseTo(3.5, within(1e-9));
    }

    @Test
    void joules_ofPartsOfAProcessor_areNotCountedTwice() throws IOException {
        counter("intel-rapl:0", 0);
        counter("intel-rapl:0:0", 0);
        EnergyMeter meter = Objects.requireNonNull(EnergyMeter.open(root));
        counter("intel-rapl:0", 2_000_000);
        counter("intel-rapl:0:0", 1_000_000);

        assertThat(meter.joules()).isCloseTo(2, within(1e-9));
    }

    @Test
    void joules_ofACounterThatBeganAgain_goOn() throws IOException {
        counter("intel-rapl:0", 999_000_000);
        EnergyMeter meter = Objects.requireNonNull(EnergyMeter.open(root));
        counter("intel-rapl:0", 1_000_000);
        assertThat(meter.joules()).isCloseTo(2, within(1e-9));
        counter("intel-rapl:0", 4_000_000);
        assertThat(meter.joules()).isCloseTo(5, within(1e-9));
    }

    @Test
    void open_withoutCounters_isNoMeter() throws IOException {
        assertThat(EnergyMeter.open(root)).isNull();
        assertThat(EnergyMeter.open(root.resolve("missing"))).isNull();
        Files.createDirectories(root.resolve("intel-rapl:0"));
        assertThat(EnergyMeter.open(root)).isNull();
    }
}
