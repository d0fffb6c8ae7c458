package io.github.electra4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Images of made-up parts, looked into layer by layer. */
@EnabledOnOs(OS.LINUX)
class ServiceImageIT {
    @TempDir
    private Path folder;

    private ServiceImage image;

    @BeforeEach
    void parts() throws IOException {
        Path jar =
                Files.writeString(Files.createDirectory(folder.resolve("jars")).resolve("other-1.jar"), "other");
        Path own = Files.writeString(folder.resolve("jars/electra4j-1.jar"), "own");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Files.writeString(classes.resolve("A.class"), "class");
        Path weights = Files.writeString(folder.resolve("model.safetensors"), "weights");
        Path library = Files.writeString(folder.resolve("libc-2.so"), "library");
        image = new ServiceImage(
                List.of(new SystemLibrary(library, "/lib/libc.so.6")),
                List.of(own, jar, classes),
                "a.Main",
                List.of("-Xmx1g"),
                Map.of("GLIBC_TUNABLES", "none"),
                List.of(new PackedModel("mine", new TreeMap<>(Map.of("model.safetensors", weights)))));
    }

    private static Map<String, byte[]> files(InputStream tar, Map<String, TarArchiveEntry> entries) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), entry);
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsString()).toList();
    }

    @Test
    void write_parts_areInLayersOfTheirOwnAndBelongToNobody() throws Exception {
        Path tar = folder.resolve("image.tar");
        AtomicReference<Double> done = new AtomicReference<>(0.0);

        image.write(tar, "team/mine:3", done::set);

        Map<String, byte[]> outer = files(Files.newInputStream(tar), new HashMap<>());
        JsonObject manifest = JsonParser.parseString(new String(outer.get("manifest.json"), StandardCharsets.UTF_8))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertThat(texts(manifest.getAsJsonArray("RepoTags"))).containsExactly("team/mine:3");
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        Map<String, byte[]> inside = new LinkedHashMap<>();
        Map<String, Integer> layerOf = new HashMap<>();
        List<String> layers = texts(manifest.getAsJsonArray("Layers"));
        for (int i = 0; i < layers.size(); i++) {
            Map<String, byte[]> layer =
                    files(new GZIPInputStream(new ByteArrayInputStream(outer.get(layers.get(i)))), entries);
            inside.putAll(layer);
            int number = i;
            layer.keySet().forEach(name -> layerOf.put(name, number));
        }
        assertThat(layers).hasSize(5);
        assertThat(inside).containsEntry("lib/libc.so.6", "library".getBytes(StandardCharsets.UTF_8));
        assertThat(inside).containsEntry("opt/electra4j/classes/A.class", "class".getBytes(StandardCharsets.UTF_8));
        assertThat(inside).containsKeys("etc/passwd", "opt/java/bin/java", "opt/java/lib/modules");
        assertThat(List.of(
                        layerOf.get("lib/libc.so.6"),
                        layerOf.get("opt/java/bin/java"),
                        layerOf.get("opt/lib/other-1.jar"),
                        layerOf.get("opt/electra4j/electra4j-1.jar"),
                        layerOf.get("models/mine/model.safetensors")))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(entries.get("opt/java/bin/java").getMode() & 0777).isEqualTo(0755);
        assertThat(entries.values())
                .allSatisfy(entry -> assertThat(entry.getLongUserId()).isZero())
                .filteredOn(entry -> (entry.getMode() & 02) != 0)
                .extracting(TarArchiveEntry::getName)
                .containsExactly("tmp/");
        // Nothing tells where it was made.
        assertThat(inside.keySet())
                .noneMatch(name -> name.contains(folder.getFileName().toString()));
        assertThat(done.get()).isGreaterThan(0.99);
    }

    @Test
    void write_configuration_startsTheServiceWithoutRights() throws Exception {
        Path tar = folder.resolve("image.tar");

        image.write(tar, "mine", part -> {});

        JsonObject config = JsonParser.parseString(new String(
                        files(Files.newInputStream(tar), new HashMap<>()).get("config.json"), StandardCharsets.UTF_8))
                .getAsJsonObject()
                .getAsJsonObject("config");
        assertThat(config.get("User").getAsString()).isEqualTo("65532:65532");
        assertThat(texts(config.getAsJsonArray("Entrypoint")))
                .containsExactly(
                        "/opt/java/bin/java", "-Xmx1g", "-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp", "a.Main");
        assertThat(texts(config.getAsJsonArray("Cmd")))
                .containsExactly("serve", "--host", "0.0.0.0", "--port", "8080", "mine=/models/mine");
        assertThat(texts(config.getAsJsonArray("Env")))
                .contains(
                        "CLASSPATH=/opt/electra4j/electra4j-1.jar:/opt/lib/other-1.jar:/opt/electra4j/classes",
                        "GLIBC_TUNABLES=none");
        assertThat(config.getAsJsonObject("ExposedPorts").keySet()).containsExactly("8080/tcp");
    }

    /** The files in the tar have no certain order, but the layers and the configuration, by which an image is known, are the same bytes. */
    @Test
    void write_sameParts_areTheSameImageAndNothingElseIsLeft() throws Exception {
        image.write(folder.resolve("first.tar"), "mine", part -> {});
        image.write(folder.resolve("second.tar"), "mine", part -> {});

        Map<String, byte[]> first = files(Files.newInputStream(folder.resolve("first.tar")), new HashMap<>());
        Map<String, byte[]> second = files(Files.newInputStream(folder.resolve("second.tar")), new HashMap<>());
        assertThat(second.keySet()).isEqualTo(first.keySet());
        assertThat(second).allSatisfy((name, bytes) -> assertThat(bytes).isEqualTo(first.get(name)));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "jars", "classes", "model.safetensors", "libc-2.so", "first.tar", "second.tar");
        }
    }

    @Test
    void write_partThatIsMissing_isSaidAndLeavesTheOldImage() throws Exception {
        Path tar = Files.writeString(folder.resolve("image.tar"), "old");
        Files.delete(folder.resolve("model.safetensors"));

        assertThatThrownBy(() -> image.write(tar, "mine", part -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.safetensors");

        assertThat(tar).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void name_thatNoEngineTakes_isRefused() {
        assertThatThrownBy(() -> ServiceImage.checkName("Mine Image"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Mine Image\", expected an image's name");
    }
}
