package io.github.electra4j.serve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    @ParameterizedTest
    @CsvSource({
        "runs/sentiment, sentiment, runs/sentiment",
        "runs/sentiment/, sentiment, runs/sentiment",
        "runs/x/../sentiment, sentiment, runs/x/../sentiment",
        "/srv/models/v1.2_a, v1.2_a, /srv/models/v1.2_a",
        "v2=runs/sentiment, v2, runs/sentiment",
        "v2=runs/a=b, v2, runs/a=b",
    })
    void parse_argument_givesNameAndDirectory(String argument, String name, String directory) {
        assertThat(ModelSource.parse(argument)).isEqualTo(new ModelSource(name, Path.of(directory)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b=runs/x", "-a=runs/x", "ä=runs/x", "/", "runs/a b", "runs/a=b"})
    void parse_nameThatDoesNotGoIntoAPath_isRefused(String argument) {
        assertThatThrownBy(() -> ModelSource.parse(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most 64 letters from A to Z, digits");
    }

    @Test
    void parse_dot_isNamedAsTheFolderIs() {
        assertThat(ModelSource.parse(".").name())
                .isEqualTo(Path.of("").toAbsolutePath().getFileName().toString());
    }
}
