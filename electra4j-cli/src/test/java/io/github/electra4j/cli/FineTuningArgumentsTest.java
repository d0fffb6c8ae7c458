package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.train.finetune.FineTuningPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What options of {@code finetune} ask for, of a model 32 wide, which is nearest to Small. */
class FineTuningArgumentsTest {
    @TempDir
    private static Path folder;

    @Command
    private static final class Given {
        @Mixin
        private FineTuningArguments settings = new FineTuningArguments();
    }

    @BeforeAll
    static void model() throws IOException {
        TinyTask.model(folder);
    }

    private static FineTuningPlan plan(String kind, String options) throws IOException {
        Given given = CommandLine.populateCommand(new Given(), options.split(" "));
        return given.settings.plan(TaskKinds.of(kind), null, folder.resolve("model"));
    }

    private static <T> List<T> all(String values, Function<String, T> of) {
        return Arrays.stream(values.split(" ")).map(of).toList();
    }

    // The rates of Turc et al. (2019) and the ELECTRA paper's for Small, as docs/tasks.md has them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --sweep                                              | 3e-4 1e-4 5e-5 3e-5 | 1 2 3
                    --sweep --seeds 2 --seed 7                           | 3e-4 1e-4 5e-5 3e-5 | 7 8
                    --sweep --learning-rate 2e-3,1e-3                    | 2e-3 1e-3           | 1 2 3
                    --sweep --preset paper                               | 3e-4 1e-4 5e-5 3e-5 | 1 2 3
                    --preset paper                                       | 3e-4                | 1
                    --learning-rate 2e-3,1e-3                            | 2e-3 1e-3           | 1
                    """)
    void trainings_areOfEachRateAndSeed(String options, String rates, String seeds) throws IOException {
        FineTuningPlan plan = plan("classification", options);

        assertThat(plan.rates()).containsExactlyElementsOf(all(rates, Double::valueOf));
        assertThat(plan.seeds()).containsExactlyElementsOf(all(seeds, Long::valueOf));
    }

    // As PresetTest has them; what is given beside the preset wins.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qa      | --preset paper                             | 2 | 512
                    qa      | --preset paper --epochs 1 --max-length 384 | 1 | 384
                    qa      | --epochs 3                                 | 3 | 384
                    tagging | --preset paper                             | 3 | 256
                    tagging | --epochs 3                                 | 3 | 128
                    """)
    void settings_areThoseOfThePresetUnlessGiven(String kind, String options, int epochs, int length)
            throws IOException {
        FineTuningPlan plan = plan(kind, options);

        assertThat(plan.config().epochs()).isEqualTo(epochs);
        assertThat(plan.config().maxLength()).isEqualTo(length);
    }
}
