package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders of examples that cannot be read. */
class ShardsTest extends ExampleBuildFixture {
    @Test
    void open_otherVocabulary_isRefusedAndNamesBothDigests() throws IOException {
        writeTexts(1, 20, 11);
        build(OPTIONS, 1);
        List<String> tokens = new ArrayList<>(VOCABULARY.tokens());
        tokens.add("more");
        Vocabulary other = Vocabulary.of(tokens);
        assertThatThrownBy(() -> Shards.open(out, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(VOCABULARY.digest())
                .hasMessageContaining(other.digest());
    }

    @Test
    void open_damagedFolder_isRefusedAndNamesTheFile() throws IOException {
        writeTexts(1, 200, 12);
        build(OPTIONS, 1);
        Path manifest = out.resolve("manifest.json");
        String json = Files.readString(manifest);
        for (String bad : List.of("", "null", "{", "{}", "[1]", json.substring(0, json.length() / 2))) {
            Files.writeString(manifest, bad);
            assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("manifest.json: ")
                    .hasMessageContaining("build the examples again");
            assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("manifest.json: ");
        }
        Files.writeString(manifest, json.replaceFirst("\"length\" : \\d+", "\"length\" : \"long\""));
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                .hasMessageContaining(
                        "manifest.json: damaged: settings.examples.length is \"long\", expected a whole number; ");
        Files.writeString(manifest, json.replaceFirst("\"format_version\" : 1", "\"format_version\" : 77"));
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).hasMessageContaining("format 77");
        Files.writeString(manifest, json);

        Path shard = out.resolve("shards/train-00000-000-00.shard");
        byte[] bytes = Files.readAllBytes(shard);
        byte[] bad = bytes.clone();
        bad[bytes.length / 2] ^= 1;
        Files.write(shard, bad);
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                .hasMessageContaining("train-00000-000-00.shard: damaged");
        Files.write(shard, Files.readAllBytes(out.resolve("shards/held-out-00000-000-00.shard")));
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).hasMessageContaining("not the shard that the manifest");
        Files.delete(shard);
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("train-00000-000-00.shard");
        assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("train-00000-000-00.shard");
    }

    @Test
    void open_folderWithoutManifest_saysHowToGoOn() {
        assertThatThrownBy(() -> Shards.open(temp, VOCABULARY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("run the same command again");
    }
}
