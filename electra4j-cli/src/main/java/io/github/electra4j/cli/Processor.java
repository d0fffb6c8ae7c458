package io.github.electra4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor as Linux describes it in {@code /proc/cpuinfo}.
 *
 * @param model its name; the architecture where the file is missing
 * @param cores cores with an arithmetic unit of their own; 0 if not known
 * @param threads what the system calls processors: cores times hardware threads
 * @param features the features that matter to training and that it has
 * @param known whether the features could be read
 */
record Processor(String model, int cores, int threads, Set<String> features, boolean known) {
    /** By x86's and Arm's names; those with bf16 multiply bf16 matrices natively. */
    private static final List<String> RELEVANT = List.of(
            "avx2",
            "fma",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "amx_tile",
            "amx_bf16",
            "asimd",
            "sve",
            "bf16",
            "i8mm");

    /** Reads {@code cpuinfo}; without it, what Java knows. */
    static Processor read(Path cpuinfo) {
        String model = System.getProperty("os.arch", "unknown");
        Set<String> cores = new HashSet<>();
        Set<String> features = new TreeSet<>();
        int threads = 0;
        List<String> lines;
        try {
            lines = Files.readAllLines(cpuinfo);
        } catch (IOException e) {
            return new Processor(model, 0, Runtime.getRuntime().availableProcessors(), features, false);
        }
        String socket = "";
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).trim();
            switch (key) {
                case "processor" -> threads++;
                case "model name" -> model = value;
                case "physical id" -> socket = value;
                case "core id" -> cores.add(socket + "/" + value);
                case "flags", "features" -> {
                    features.addAll(List.of(value.split(" ")));
                    features.retainAll(RELEVANT);
                }
                default -> {}
            }
        }
        return new Processor(model, cores.size(), threads, features, true);
    }

    /** Whether products of bf16 matrices are faster than those of fp32. */
    boolean multipliesBf16() {
        return features.contains("avx512_bf16") || features.contains("amx_bf16") || features.contains("bf16");
    }
}
