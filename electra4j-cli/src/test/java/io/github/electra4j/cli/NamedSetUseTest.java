package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named sets asked for in a way that cannot be: said with the option that is wrong, and nothing is written. */
class NamedSetUseTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void model() throws IOException {
        TinyTask.model(folder);
        Files.createDirectories(folder.resolve("RTE"));
        Files.writeString(folder.resolve("RTE/dev.tsv"), "index\tsentence1\tsentence2\tlabel\n0\tw9\tw8\tentailment\n");
    }

    @Test
    void misspeltSet_ofEvaluate_isNamedAsItIsMeant() {
        String said = ErrorOutput.of(() -> Main.run("evaluate", "--model", "m", "--data", "d", "--task", "glue/sts-b"));

        assertThat(said).contains("--task glue/sts-b: expected pairs", "did you mean glue/stsb?");
    }

    /** A model by somebody else, which does not say what its rows were like. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --text-column sentence1                       | --label-column is missing: without labels nothing is measured
                    --text-column sentence1 --task glue/rte       | dev.tsv: is a file, and --task and --part are of the folder of a named set; leave them out
                    --label-column label                          | --text-column is missing: the model does not say
                    """)
    void evaluate_optionMissingOrTooMany_isWrongUse(String options, String expected) throws IOException {
        Path models = Files.createTempDirectory(folder, "models");
        TinyTask.classifier(models);
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--model"));
        arguments.add(models.resolve("classifier").toString());
        arguments.addAll(List.of("--data", folder.resolve("RTE/dev.tsv").toString()));
        arguments.addAll(List.of(options.split(" ")));
        int[] found = new int[1];

        String said = ErrorOutput.of(() -> found[0] = Main.run(arguments.toArray(String[]::new)));

        assertThat(said).contains("electra: ", expected);
        assertThat(found[0]).as(said).isEqualTo(UsageErrors.WRONG_USE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --task glue/cloa --data .                     | 2 | --task glue/cloa: expected classification, regression
                    --task glue/cloa --data .                     | 2 | did you mean glue/cola?
                    --task glue/sts-b --data .                    | 2 | did you mean glue/stsb?
                    --task glue/cola                              | 2 | `electra finetune --task glue/cola` needs --data FOLDER
                    --task glue/cola --data . --train x --dev y   | 2 | leave out --train and --dev
                    --task classification --data .                | 2 | is no named set: leave out --data
                    --task choice                                 | 2 | needs --train FILE and --dev FILE
                    --task qa --train x --dev y --text-column t   | 2 | `electra finetune --task qa` reads files in which nothing can be named otherwise: leave out --text-column
                    --task glue/rte --data . --preset papers      | 2 | --preset papers: expected paper
                    --task glue/ax --data .                       | 1 | fine-tune on glue/mnli, and evaluate that model with --task glue/ax
                    --task glue/rte --data .                      | 1 | no train.tsv, which holds "train" of glue/rte; found [dev.tsv]
                    """)
    void wrongUse_isSaid(String options, int code, String expected) {
        List<String> arguments = new ArrayList<>(
                List.of("finetune", "--model", folder.resolve("model").toString()));
        arguments.addAll(List.of("--out", folder.resolve("out").toString()));
        Arrays.stream(options.split(" "))
                .map(option -> option.equals(".") ? folder.toString() : option)
                .forEach(arguments::add);
        int[] found = new int[1];
        String said = ErrorOutput.of(() -> found[0] = Main.run(arguments.toArray(String[]::new)));
        assertThat(said).contains("electra: ", expected);
        assertThat(found[0]).as(said).isEqualTo(code);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
