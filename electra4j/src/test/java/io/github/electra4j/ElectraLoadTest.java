package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ElectraLoadTest {
    @Test
    void load_withoutEngineOnTheClassPath_namesTheDependency() {
        assertThatThrownBy(() -> Electra.load(Path.of("model")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no engine on the class path")
                .hasMessageContaining("io.github.electra4j:electra4j-train");
    }
}
