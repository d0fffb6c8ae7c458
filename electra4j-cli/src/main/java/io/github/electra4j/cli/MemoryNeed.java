package io.github.electra4j.cli;

import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.tensor.Device;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether the memory of this machine holds a pre-training run. */
final class MemoryNeed {
    /** Free memory that nobody knows of: more than any run needs. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final double MEGA = 1e6;

    private MemoryNeed() {}

    /** Bytes that are free, those that the system would give back included; unknown of a GPU, whose engine says so when it has no more. */
    static long freeBytes(Device device) {
        if (device != Device.CPU) {
            return UNKNOWN;
        }
        Object free = new MachineCheckup(Path.of("/"), System.getenv())
                .memory()
                .figures()
                .get("memory_free_mb");
        return free instanceof Number number ? number.longValue() * 1_000_000 : UNKNOWN;
    }

    /** Why a run cannot be held by so many bytes, and what would fit; empty where it can. */
    static Optional<String> refusal(PretrainingPlan plan, long freeBytes) {
        if (plan.memoryBytes() <= freeBytes) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the run needs about %,.0f MB of memory, %,.0f MB are free; %s",
                plan.memoryBytes() / MEGA,
                freeBytes / MEGA,
                plan.advice(freeBytes)));
    }

    /**
     * Checks before anything is prepared that a run fits.
     *
     * @throws IllegalArgumentException where it does not
     */
    static void require(PretrainingPlan plan, Device device) {
        refusal(plan, freeBytes(device)).ifPresent(words -> {
            throw new IllegalArgumentException(words);
        });
    }
}
