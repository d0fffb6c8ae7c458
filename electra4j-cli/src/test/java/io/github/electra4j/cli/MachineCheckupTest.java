package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines are described by hand-written files in the layout of Linux. */
class MachineCheckupTest {
    @TempDir
    private Path root;

    private void cpuinfo(String text) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/cpuinfo"), text);
    }

    private void hugePages(String enabled) throws IOException {
        Path file = root.resolve("sys/kernel/mm/transparent_hugepage/enabled");
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, enabled + "\n");
    }

    @Test
    void processor_withTwoThreadsACore_isCountedByCores() throws IOException {
        String flags = "flags\t\t: fpu avx2 fma avx512f avx512_bf16 sse\n";
        cpuinfo("processor\t: 0\nmodel name\t: Some CPU\nphysical id\t: 0\ncore id\t\t: 0\n" + flags
                + "\nprocessor\t: 1\nmodel name\t: Some CPU\nphysical id\t: 0\ncore id\t\t: 0\n" + flags);
        Processor processor = Processor.read(root.resolve("proc/cpuinfo"));
        assertThat(processor.model()).isEqualTo("Some CPU");
        assertThat(processor.cores()).isEqualTo(1);
        assertThat(processor.threads()).isEqualTo(2);
        assertThat(processor.features()).containsExactly("avx2", "avx512_bf16", "avx512f", "fma");
        assertThat(processor.multipliesBf16()).isTrue();
    }

    @Test
    void processor_withoutBf16_isAdvisedFp32() throws IOException {
        cpuinfo("processor\t: 0\nmodel name\t: Old CPU\nphysical id\t: 0\ncore id\t\t: 0\nflags\t\t: fpu avx2 fma\n");
        Finding finding = new MachineCheckup(root, Map.of()).processor();
        assertThat(finding.advice()).anyMatch(line -> line.contains("--precision fp32"));
    }

    @Test
    void processor_thatCannotBeRead_givesNoAdviceOnFeatures() {
        Finding finding = new MachineCheckup(root, Map.of()).processor();
        assertThat(finding.found()).contains("features unknown");
        assertThat(finding.advice()).noneMatch(line -> line.contains("bf16"));
    }

    @Test
    void allocator_setByTheLauncher_needsNoAdvice() throws IOException {
        hugePages("always [madvise] never");
        String tunables =
                "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184";
        Finding finding = new MachineCheckup(root, Map.of("GLIBC_TUNABLES", tunables)).allocator();
        assertThat(finding.advice()).isEmpty();
        assertThat(finding.figures())
                .containsEntry("allocator_keeps_memory", true)
                .containsEntry("huge_pages", true);
    }

    @Test
    void allocator_leftAlone_saysWhatIsLost() throws IOException {
        hugePages("always [madvise] never");
        Finding finding = new MachineCheckup(root, Map.of()).allocator();
        assertThat(finding.advice())
                .singleElement()
                .asString()
                .contains("10 to 20 %")
                .contains("GLIBC_TUNABLES");
    }

    @Test
    void hugePages_offInTheSystem_areNamed() throws IOException {
        hugePages("always madvise [never]");
        Finding finding = new MachineCheckup(root, Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")).allocator();
        assertThat(finding.figures()).containsEntry("huge_pages", false);
        assertThat(finding.advice()).anyMatch(line -> line.contains("transparent_hugepage"));
    }

    @Test
    void threadsInTheEnvironment_areRemarked() {
        Finding finding = new MachineCheckup(root, Map.of("OMP_NUM_THREADS", "1")).threads();
        assertThat(finding.advice()).anyMatch(line -> line.contains("OMP_NUM_THREADS=1"));
    }
}
