package io.github.electra4j.serve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.Pooling;
import io.github.electra4j.serve.http.Networks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loadings of one directory, held and let go. */
class ServedModelTest {
    @TempDir
    private Path folder;

    private final List<LoadedModel> loaded = new ArrayList<>();

    private ServedModel model() throws IOException {
        return new ServedModel(new ModelSource("m", Networks.copy("classifier", folder.resolve("m"))), source -> {
            LoadedModel next = new LoadedModel(source);
            loaded.add(next);
            return next;
        });
    }

    private static int width(Electra electra) {
        return electra.encode("w7", Pooling.MEAN).length;
    }

    @Test
    void load_inBf16_computesInIt() throws IOException {
        ModelSource source = new ModelSource("m", Networks.copy("classifier", folder.resolve("m")));
        try (ServedModel exact = new ServedModel(source);
                ServedModel fast = new ServedModel(source.in(EnginePrecision.BF16))) {
            float[] vector = exact.ask(electra -> electra.encode("w7 w8", Pooling.MEAN));
            float[] rounded = fast.ask(electra -> electra.encode("w7 w8", Pooling.MEAN));

            assertThat(rounded).isNotEqualTo(vector).containsExactly(vector, within(0.1f));
        }
    }

    @Test
    void cardThatIsNoUtf8_isSaidWithFileAndLine() throws Exception {
        Path directory = Networks.copy("classifier", folder.resolve("m"));
        Files.writeString(directory.resolve("MODEL_CARD.md"), "# Mod\u00e8le\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> new ServedModel(new ModelSource("m", directory)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(directory.resolve("MODEL_CARD.md") + ": broken UTF-8 at byte 5 (line 1");
    }

    @Test
    void reload_whileTheOldOneIsHeld_freesItOnceItIsReleased() throws Exception {
        try (ServedModel model = model()) {
            LoadedModel old = model.hold();

            model.reload();

            assertThat(model.current()).isNotSameAs(old);
            assertThat(old.ask(ServedModelTest::width)).isEqualTo(16);
            old.release();
            assertFreed(old);
            assertThat(model.ask(ServedModelTest::width)).isEqualTo(16);
        }
    }

    @Test
    void reload_thatEndsAfterTheClosing_isRefused() throws Exception {
        ServedModel model = model();
        LoadedModel last = model.hold();
        model.close();

        assertThatThrownBy(model::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the server has stopped meanwhile");

        assertThat(model.current()).isSameAs(last);
        assertFreed(loaded.get(1));
        last.release();
        assertThatThrownBy(model::hold).isInstanceOf(CancellationException.class);
    }

    @Test
    void reload_ofAModelForSomethingElse_freesIt() throws Exception {
        try (ServedModel model = model()) {
            Path tagger = Networks.copy("tagger", folder.resolve("tagger"));
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.copy(
                        tagger.resolve(file), folder.resolve("m").resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }

            assertThatThrownBy(model::reload)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the new model can do tag");

            assertThat(model.current()).isSameAs(loaded.get(0));
            assertFreed(loaded.get(1));
        }
    }

    private static void assertFreed(LoadedModel model) {
        assertThatThrownBy(() -> model.ask(ServedModelTest::width)).isInstanceOf(CancellationException.class);
    }
}
