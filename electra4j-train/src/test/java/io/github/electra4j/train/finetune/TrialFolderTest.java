package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result on disk that is not what was written. */
class TrialFolderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"learning_rate\":\"fast\"}",
                "{\"learning_rate\":1,\"seed\":1,\"epochs\":[{\"loss\":3}]}",
                "{\"learning_rate\":1,\"seed\":1,\"epochs\":[{\"loss\":\"x\",\"selection\":\"1\"}]}"
            })
    void result_thatIsDamaged_isNamedWithoutTheParsersWords(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("trial.json"), json);
        Files.write(folder.resolve("scores.safetensors"), new byte[0]);

        assertThatThrownBy(() -> new TrialFolder(folder).result())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": damaged, expected what training with seed and rate of this folder gave; delete "
                        + folder + " to train it again, or put a copy of the file back");
    }
}
