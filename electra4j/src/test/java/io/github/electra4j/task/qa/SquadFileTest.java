package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers by ids. */
class SquadFileTest {
    private final StringWriter written = new StringWriter();

    private static Question question(@Nullable String id, int line) {
        return new Question(id, "q", "x", List.of(), Path.of("questions.jsonl"), line, "");
    }

    @Test
    void answers_standByTheirIds() throws IOException {
        try (SquadFile file = new SquadFile(written)) {
            file.write(question("a", 1), "an \"owl\"");
            file.write(question("b", 2), "");
        }

        assertThat(written).hasToString("{\n  \"a\": \"an \\\"owl\\\"\",\n  \"b\": \"\"\n}\n");
    }

    @Test
    void idThatStandsTwice_isRefusedWithBothPlaces() throws IOException {
        try (SquadFile file = new SquadFile(written)) {
            file.write(question("a", 1), "owl");
            file.write(question("b", 2), "owl");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> file.write(question("a", 3), "heron"))
                    .withMessage("questions.jsonl:3: the id \"a\" stands twice, first at questions.jsonl:1; give each"
                            + " question one of its own");
        }
        assertThat(written.toString()).doesNotContain("heron");
    }

    @Test
    void questionWithoutId_isRefused() throws IOException {
        try (SquadFile file = new SquadFile(written)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> file.write(question(null, 1), "owl"))
                    .withMessageContaining("add the key \"id\"");
        }
    }
}
