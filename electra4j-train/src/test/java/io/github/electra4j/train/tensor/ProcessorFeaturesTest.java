package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorFeaturesTest {
    @TempDir
    private Path folder;

    private Path cpuinfo(String text) throws IOException {
        return Files.writeString(folder.resolve("cpuinfo"), text);
    }

    @Test
    void multipliesBf16_ofFlags_knowsTheInstructions() throws IOException {
        assertThat(ProcessorFeatures.multipliesBf16(
                        cpuinfo("processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_bf16 clzero\n")))
                .contains(true);
        assertThat(ProcessorFeatures.multipliesBf16(cpuinfo("flags\t\t: fpu avx2 amx_bf16 amx_tile\n")))
                .contains(true);
        assertThat(ProcessorFeatures.multipliesBf16(cpuinfo("flags\t\t: fpu avx2 avx512f avx512_vnni\n")))
                .contains(false);
    }

    /** Arm's processors have "Features", and what the engine makes of them is only known by trying. */
    @Test
    void multipliesBf16_withoutFlags_isNotKnown() throws IOException {
        assertThat(ProcessorFeatures.multipliesBf16(cpuinfo("processor\t: 0\nFeatures\t: fp asimd bf16\n")))
                .isEmpty();
        assertThat(ProcessorFeatures.multipliesBf16(folder.resolve("missing"))).isEmpty();
    }
}
