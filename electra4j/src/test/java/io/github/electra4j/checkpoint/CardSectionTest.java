package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardSectionTest {
    @TempDir
    private Path folder;

    private String written(String title, String content) throws Exception {
        CardSection.write(folder, title, content);
        return Files.readString(folder.resolve(ModelCard.NAME));
    }

    @Test
    void write_twice_keepsTheNewestAlone() throws Exception {
        Files.writeString(folder.resolve(ModelCard.NAME), "# m\n\n## Scores\n\nnone\n\n```\n## Bias: SEAT\n```\n");

        assertThat(written("Bias: SEAT", "old\n\n### more\n"))
                .isEqualTo("# m\n\n## Scores\n\nnone\n\n```\n## Bias: SEAT\n```\n\n## Bias: SEAT\n\nold\n\n### more\n");
        assertThat(written("Bias: WinoBias", "other")).endsWith("### more\n\n## Bias: WinoBias\n\nother\n");
        assertThat(written("Bias: SEAT", "new\n"))
                .isEqualTo(
                        "# m\n\n## Scores\n\nnone\n\n```\n## Bias: SEAT\n```\n\n## Bias: SEAT\n\nnew\n\n## Bias: WinoBias\n\nother\n");
    }

    @Test
    void write_toADirectoryWithoutACard_makesOne() throws Exception {
        assertThat(written("Bias: SEAT", "x")).isEqualTo("# " + folder.getFileName() + "\n\n## Bias: SEAT\n\nx\n");
        assertThat(folder.toFile().list()).containsExactly(ModelCard.NAME);
    }
}
