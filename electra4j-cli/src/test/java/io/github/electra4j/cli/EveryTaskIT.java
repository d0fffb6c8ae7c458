package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every kind of task: a fine-tuning that is killed goes on to the same weights; long and empty texts are predicted or refused. */
class EveryTaskIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private static List<Path> weights(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(file -> file.endsWith("model.safetensors"))
                    .map(out::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Whether a training has saved a state, and none has ended. */
    private static boolean isUnderWay(Path out) throws IOException {
        if (!Files.isDirectory(out.resolve("runs"))) {
            return false;
        }
        try (Stream<Path> trials = Files.list(out.resolve("runs"))) {
            return trials.anyMatch(trial -> Files.exists(trial.resolve("state")));
        }
    }

    /**
     * Killed in each of its trainings, of which the second of an extraction is that of relations. The other kinds have such tests of their own:
     * FineTuneKillIT, TaggingIT, QuestionAnsweringIT.
     */
    @ParameterizedTest
    @EnumSource(names = {"REGRESSION", "CHOICE", "EXTRACTION"})
    void fineTuning_killed_endsIdentical(MadeTask task) throws Exception {
        task.write(folder, 120);
        Result whole = ElectraProcess.run(folder, task.fineTuning("whole", 6));
        assertThat(whole.code()).as(whole.err()).isZero();
        for (String part : task == MadeTask.EXTRACTION ? List.of("entities", "relations") : List.of("")) {
            Path training = folder.resolve("killed").resolve(part);
            Process process = ElectraProcess.startUnread(folder, task.fineTuning("killed", 6));
            while (process.isAlive() && !isUnderWay(training)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            process.destroyForcibly().waitFor();
            assertThat(weights(training)).as("killed before its end").isEmpty();
        }

        Result last = ElectraProcess.run(folder, task.fineTuning("killed", 6));

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(last.out()).isEqualTo(whole.out());
        assertThat(weights(folder.resolve("whole"))).isNotEmpty();
        for (Path file : weights(folder.resolve("whole"))) {
            assertThat(folder.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void predict_ofLongAndEmptyTexts_answersEveryRowOrSaysWhyNot(MadeTask task) throws Exception {
        task.write(folder, 32);
        Result trained = ElectraProcess.run(folder, task.fineTuning("out", 1));
        assertThat(trained.code()).as(trained.err()).isZero();
        List<String> rows = new ArrayList<>(List.of(task.row(4, 3, 0), task.row(1 << 18, 3, 1), task.row(4, 3, 2)));
        assertThat(rows.get(1)).hasSizeGreaterThan(1 << 20);
        String empty = rows.get(2).replaceFirst("(\"(text|context)\": )\"[^\"]*\"", "$1\"\"");
        boolean mayBeEmpty = EnumSet.of(
                        MadeTask.CLASSIFICATION, MadeTask.REGRESSION, MadeTask.TAGGING, MadeTask.EXTRACTION)
                .contains(task);
        if (mayBeEmpty) {
            rows.add(empty);
        }

        Result predicted = predict(rows);

        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.out().lines().map(line -> JSON.readTree(line)
                        .path("row")
                        .intValue()))
                .containsExactlyElementsOf(
                        IntStream.range(0, rows.size()).boxed().toList());
        // Of a relation what is far from both mentions is not read, which is said; of an extraction it depends on the
        // entities that were found, and ExtractionIT looks at it.
        assertThat(predicted.err().contains("electra: cut 1 of 3 texts to 40 tokens"))
                .isEqualTo(task == MadeTask.RELATION);
        if (mayBeEmpty) {
            assertThat(predicted.err()).contains("1 of 4 texts are empty");
        } else {
            Result refused = predict(List.of(rows.get(0), empty));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).containsPattern("^electra: rows.jsonl:2: (text|context) is empty; give ");
            assertThat(refused.out()).isEmpty();
        }
    }

    private Result predict(List<String> rows) throws Exception {
        Files.writeString(folder.resolve("rows.jsonl"), String.join("\n", rows));
        return ElectraProcess.run(folder, "predict", "--model", "out", "--data", "rows.jsonl", "--format", "jsonl");
    }
}
