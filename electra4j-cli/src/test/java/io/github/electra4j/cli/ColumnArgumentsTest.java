package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.choice.ChoiceTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ColumnArgumentsTest {
    private static final ModelTask CHOICE = new ModelTask(
            ChoiceTask.KIND.learned(List.of(), TaskOptions.NONE), Columns.FIXED, 128, Pooling.CLS, List.of(), null);

    @Command
    private static final class Some {
        @Mixin
        private ColumnArguments columns = new ColumnArguments();
    }

    private static ColumnArguments of(String... arguments) {
        Some some = new Some();
        new CommandLine(some).parseArgs(arguments);
        return some.columns;
    }

    @Test
    void options_ofFilesWithoutColumns_areRefused() {
        assertThatThrownBy(() -> of("--id-column", "guid").resolve(CHOICE))
                .hasMessage(
                        "--id-column guid: rows of choice are named by the key \"id\" of JSONL, which needs no option; leave it out");
        assertThatThrownBy(() -> of("--text-column", "t").resolve(CHOICE))
                .hasMessageContaining("files of choice have no columns that could be named");
        assertThat(of().resolve(CHOICE)).isEqualTo(Columns.FIXED);
    }
}
