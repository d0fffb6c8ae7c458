package io.github.electra4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedModelTest {
    @TempDir
    private Path folder;

    private void write(String... files) throws IOException {
        for (String file : files) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    @Test
    void fineTunedModel_isPackedWithoutItsTrainings() throws IOException {
        write("m/config.json", "m/model.safetensors", "m/vocab.txt", "m/electra4j.json", "m/MODEL_CARD.md");
        write("m/metrics.jsonl", "m/report.html", "m/runs/seed-1/state.safetensors", "m/notes.txt");

        assertThat(PackedModel.of("a", folder.resolve("m")).files())
                .containsOnlyKeys("MODEL_CARD.md", "config.json", "electra4j.json", "model.safetensors", "vocab.txt");
    }

    @Test
    void run_isItsDiscriminator() throws IOException {
        write("r/discriminator/config.json", "r/discriminator/model.safetensors", "r/generator/config.json");

        assertThat(PackedModel.of("a", folder.resolve("r")).files())
                .containsOnlyKeys("config.json", "model.safetensors")
                .containsEntry("config.json", folder.resolve("r/discriminator/config.json"));
    }

    @Test
    void extraction_isItsTwoModels() throws IOException {
        write("e/extraction.json", "e/entities/config.json", "e/relations/config.json", "e/relations/vocab.txt");
        write("e/entities/runs/seed-1/state");

        assertThat(PackedModel.of("a", folder.resolve("e")).files())
                .containsOnlyKeys(
                        "extraction.json", "entities/config.json", "relations/config.json", "relations/vocab.txt");
    }

    @Test
    void noModel_isSaid() {
        assertThatThrownBy(() -> PackedModel.of("a", folder)).isInstanceOf(NoSuchFileException.class);
    }
}
