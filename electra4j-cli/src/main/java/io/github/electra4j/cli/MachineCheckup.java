package io.github.electra4j.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Looks at the machine without loading the engine: Java, processor, memory, disk, allocator, threads.
 *
 * <p>What it reads is given to it, so that tests can show it other machines.
 */
final class MachineCheckup {
    private static final long GIGA = 1_000_000_000;

    private final Path root;
    private final Map<String, String> environment;

    /**
     * @param root the folder that holds {@code proc} and {@code sys}: {@code /}
     * @param environment the environment of the process
     */
    MachineCheckup(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** Every finding, in the order to show them. */
    List<Finding> findings() {
        return List.of(java(), processor(), memory(), disk(), allocator(), threads());
    }

    Finding java() {
        long heap = Runtime.getRuntime().maxMemory();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("java_version", System.getProperty("java.version"));
        figures.put("java_vendor", System.getProperty("java.vendor"));
        figures.put("heap_max_mb", heap / 1_000_000);
        String found = System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "), heap up to "
                + gigabytes(heap);
        return new Finding("Java", found, List.of(), figures);
    }

    Finding processor() {
        Processor processor = Processor.read(root.resolve("proc/cpuinfo"));
        int usable = Runtime.getRuntime().availableProcessors();
        List<String> advice = new ArrayList<>();
        if (processor.known() && !processor.multipliesBf16()) {
            advice.add("This processor multiplies no bf16 matrices natively: train with --precision fp32. One with"
                    + " avx512_bf16 or amx_bf16 (AMD since Zen 4, Intel Xeon since 2020 and 2023), or Arm's bf16, is about"
                    + " twice as fast.");
        }
        if (processor.known()
                && !processor.features().contains("avx2")
                && !processor.features().contains("asimd")) {
            advice.add("This processor has no avx2: expect a small part of the usual speed.");
        }
        if (usable < processor.threads()) {
            advice.add(
                    "Java may use " + usable + " of " + processor.threads() + " processors, by affinity (taskset) or a"
                            + " container's limit: raise it if they are meant for this work.");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("processor", processor.model());
        figures.put("cores", processor.cores());
        figures.put("processors", processor.threads());
        figures.put("processors_usable", usable);
        figures.put("processor_features", List.copyOf(processor.features()));
        String cores = processor.cores() > 0 && processor.cores() != processor.threads()
                ? processor.cores() + " cores, " + processor.threads() + " hardware threads"
                : processor.threads() + " cores";
        String found = processor.model() + ", " + cores + ", " + usable + " usable; "
                + (processor.known() ? String.join(" ", processor.features()) : "features unknown on this system");
        return new Finding("Processor", found, advice, figures);
    }

    Finding memory() {
        // With the limit of a container, which /proc/meminfo does not know of.
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long total = system.getTotalMemorySize();
        long free = Math.min(
                total,
                numberAfter(root.resolve("proc/meminfo"), "MemAvailable:", system.getFreeMemorySize() / 1024) * 1024);
        List<String> advice = new ArrayList<>();
        if (free < 3 * GIGA) {
            advice.add("Less than 3 GB of memory are free: close other programs, or train with a smaller --batch.");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("memory_mb", total / 1_000_000);
        figures.put("memory_free_mb", free / 1_000_000);
        return new Finding("Memory", gigabytes(total) + ", " + gigabytes(free) + " of it free", advice, figures);
    }

    Finding disk() {
        Path here = Path.of("").toAbsolutePath();
        String cacheProperty = System.getProperty("org.bytedeco.javacpp.cachedir");
        Path cache = cacheProperty == null
                ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
                : Path.of(cacheProperty);
        long freeHere = freeSpace(here);
        long freeCache = freeSpace(cache);
        List<String> advice = new ArrayList<>();
        if (freeHere < 2 * GIGA) {
            advice.add(
                    "Less than 2 GB are free here: a run of ELECTRA-Small with its checkpoints takes about 1 GB, and the"
                            + " examples about half of the text. Work on another disk with --out.");
        }
        if (freeCache < 2 * GIGA && !Files.isDirectory(cache)) {
            advice.add("The native libraries unpack into " + cache
                    + " and need about 1.5 GB there; choose another place with"
                    + " ELECTRA_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER.");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("disk_free_mb", freeHere / 1_000_000);
        figures.put("cache_free_mb", freeCache / 1_000_000);
        String found = gigabytes(freeHere) + " free here, " + gigabytes(freeCache) + " for the native libraries ("
                + cache + ")";
        return new Finding("Disk", found, advice, figures);
    }

    Finding allocator() {
        boolean linux = Files.isDirectory(root.resolve("proc"));
        String tunables = environment.getOrDefault("GLIBC_TUNABLES", "");
        boolean keeps = (tunables.contains("malloc.mmap_threshold=") && tunables.contains("malloc.trim_threshold="))
                || (environment.containsKey("MALLOC_MMAP_THRESHOLD_")
                        && environment.containsKey("MALLOC_TRIM_THRESHOLD_"));
        boolean asked = tunables.contains("malloc.hugetlb=");
        String pages = firstLine(root.resolve("sys/kernel/mm/transparent_hugepage/enabled"));
        boolean huge = asked && !pages.contains("[never]");
        List<String> advice = new ArrayList<>();
        if (linux && !keeps) {
            advice.add(
                    "The allocator gives memory back at every step, which costs training 10 to 20 %: start with ./electra,"
                            + " which sets GLIBC_TUNABLES, or set it as docs/engine.md says before starting your own JVM.");
        }
        if (linux && pages.contains("[never]")) {
            advice.add("Huge pages are off, which costs training some 5 %: as root,"
                    + " echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("allocator_keeps_memory", keeps);
        figures.put("huge_pages", huge);
        String found = !linux
                ? "not glibc's; nothing to set"
                : (keeps ? "keeps memory between steps" : "gives memory back at every step")
                        + (huge ? ", huge pages" : ", no huge pages");
        return new Finding("Allocator", found, advice, figures);
    }

    Finding threads() {
        List<String> advice = new ArrayList<>();
        boolean mkl = "mkl".equals(System.getProperty("org.bytedeco.openblas.load"));
        boolean passive = "PASSIVE".equalsIgnoreCase(environment.getOrDefault("OMP_WAIT_POLICY", ""));
        if (mkl && passive) {
            advice.add("OMP_WAIT_POLICY=PASSIVE slows MKL down: unset it.");
        }
        if (!mkl && !passive && "amd64".equals(System.getProperty("os.arch"))) {
            advice.add("Matrices are multiplied by OpenBLAS, on few cores two to five times slower than MKL: start with"
                    + " ./electra, or with -Dorg.bytedeco.openblas.load=mkl and org.bytedeco:mkl on the class path.");
        }
        for (String name : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS")) {
            if (environment.containsKey(name)) {
                advice.add(name + "=" + environment.get(name)
                        + " is set in the environment; unset it unless you mean it.");
            }
        }
        int usable = Runtime.getRuntime().availableProcessors();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load > 0.3 * usable) {
            advice.add(String.format(
                    Locale.ROOT, "Other programs use %.1f of %d processors now: training shares them.", load, usable));
        }
        String governor = firstLine(root.resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        if (governor.equals("powersave")) {
            advice.add(
                    "The processor's clock is governed by \"powersave\"; where it does not rise under load, \"performance\""
                            + " is faster (cpupower frequency-set -g performance).");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("blas", mkl ? "mkl" : "openblas");
        figures.put("load", Math.max(0, load));
        String found = String.format(Locale.ROOT, "%s, load %.1f", mkl ? "MKL" : "OpenBLAS", Math.max(0, load));
        return new Finding("Threads", found, advice, figures);
    }

    private static long freeSpace(Path path) {
        Path there = path;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).get(0).trim();
        } catch (IOException | IndexOutOfBoundsException e) {
            return "";
        }
    }

    private static long numberAfter(Path file, String key, long otherwise) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / (double) GIGA);
    }
}
