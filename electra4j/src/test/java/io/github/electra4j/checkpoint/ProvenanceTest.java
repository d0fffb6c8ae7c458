package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.Provenance.Compute;
import io.github.electra4j.checkpoint.Provenance.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    Path folder;

    @Test
    void dataFile_ofAFile_hasItsSha256() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");

        // The digest of "abc" in FIPS 180-2, appendix B.1
        assertThat(DataFile.of(file))
                .isEqualTo(new DataFile(
                        file.toString(), 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void read_afterToJson_isEqual() throws IOException {
        Provenance provenance = Provenance.ofNow(
                "electra pretrain --seed 1",
                Long.MAX_VALUE,
                List.of(new DataFile("a \"quoted\" name", 5, "00")),
                Map.of("rate", 5e-4, "steps", 1_000_000, "names", List.of("a", "b")),
                new Compute(10, 20, 1e21, 0.5, ""),
                List.of());
        Path file = Files.writeString(folder.resolve("provenance.json"), provenance.toJson());

        assertThat(Provenance.read(file)).isEqualTo(provenance);
    }

    @Test
    void read_fieldMissing_namesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("provenance.json"), "{\"command\": \"x\"}");

        assertThatThrownBy(() -> Provenance.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": seed is missing; ");
    }
}
