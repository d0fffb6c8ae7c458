package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of {@code finetune} out of range: wrong use, said under the user's own name of the option, and nothing is written. */
class FineTuningRangesTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void modelAndTables() throws IOException {
        TinyTask.model(folder);
        TinyTask.table(folder.resolve("train.tsv"), 60, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 20, 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --warmup 2                | --warmup 2.0: expected from 0 up to, not with, 1
                    --weight-decay -3         | --weight-decay -3.0: expected 0 or more
                    --dropout 1.5             | --dropout 1.5: expected from 0 up to, not with, 1
                    --save-every -5           | --save-every -5.0: expected 0 or more seconds
                    --threads 0               | --threads 0: expected at least 1
                    --seeds 0                 | --seeds 0: expected 1 to 10000
                    --seed 9223372036854775807 --seeds 2 | --seed 9223372036854775807: the last of 2 seeds from there would be above 9223372036854775807; choose a smaller one
                    --patience -1             | --patience -1: expected 0 or more epochs
                    --metric acuracy          | --metric acuracy: expected for this classification one of accuracy, macro_f1, micro_f1, matthews, log_loss, f1, auc; did you mean accuracy?
                    --metric spearman         | --metric spearman: expected for this classification one of accuracy
                    --max-length 41           | --max-length 41: expected 40 at most
                    --max-length 2            | --max-length 2: expected at least 3
                    --held-out 0.999          | --held-out 0.999: expected above 0 and at most 0.5
                    --held-out 0              | --held-out 0.0: expected above 0 and at most 0.5
                    --epochs 0                | --epochs 0: expected at least 1
                    --batch 0                 | --batch 0: expected at least 1
                    --learning-rate -1        | --learning-rate -1.0: expected above 0 and below 1
                    --learning-rate 1e-4,NaN  | --learning-rate NaN: expected above 0 and below 1
                    --layerwise-decay 0       | --layerwise-decay 0.0: expected above 0 and at most 1
                    --both-orders             | --both-orders: these are single texts; name the pair column (option --pair-column)
                    --pooling mean --head huggingface | --head huggingface: expected linear where pooling is mean
                    """)
    void valueOutOfRange_isWrongUseUnderItsOptionsName(String options, String expected) {
        List<String> arguments = new ArrayList<>(List.of("finetune", "--task", "classification"));
        arguments.addAll(List.of("--model", path("model"), "--out", path("out")));
        arguments.addAll(List.of("--train", path("train.tsv"), "--dev", path("dev.tsv")));
        arguments.addAll(List.of("--text-column", "text", "--label-column", "label"));
        if (!options.contains("--max-length")) {
            arguments.addAll(List.of("--max-length", "20"));
        }
        arguments.addAll(Arrays.asList(options.split(" ")));
        int[] code = new int[1];

        String said = ErrorOutput.of(() -> code[0] = Main.run(arguments.toArray(String[]::new)));

        assertThat(said).contains("electra: " + expected);
        assertThat(code[0]).as(said).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
