package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GLUE's official files, made up: learned by name, measured part by part, put together, and answered for the server. */
class GlueIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> LABELS = List.of("entailment", "neutral", "contradiction");

    @TempDir
    private Path folder;

    /** Pairs whose first text tells the class, in MNLI's columns or in the few that its test files and the diagnostics have. */
    private void pairs(String name, String header, int rows, long seed, boolean labelled) throws Exception {
        StringBuilder text = new StringBuilder(header.replace('|', '\t')).append('\n');
        int columns = header.split("\\|").length;
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "pairs", i, 0);
            int label = random.nextInt(3);
            text.append(i);
            for (int c = 1; c < columns - (labelled ? 3 : 2); c++) {
                text.append("\t-");
            }
            text.append("\tw").append(10 + label).append("\tw").append(20 + random.nextInt(60));
            text.append(labelled ? "\t" + LABELS.get(label) : "").append('\n');
        }
        Path file = folder.resolve("glue").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Result run(String arguments) throws Exception {
        return ElectraProcess.run(folder, arguments.split(" "));
    }

    @Test
    void mnli_isLearnedByNameMeasuredByPartAndSubmitted() throws Exception {
        TinyTask.model(folder);
        pairs("MNLI/train.tsv", "index|promptID|sentence1|sentence2|gold_label", 400, 1, true);
        pairs("MNLI/dev_matched.tsv", "index|promptID|sentence1|sentence2|gold_label", 60, 2, true);
        pairs("MNLI/dev_mismatched.tsv", "index|genre|sentence1|sentence2|gold_label", 60, 3, true);
        pairs("MNLI/test_matched.tsv", "index|promptID|sentence1|sentence2", 9, 4, false);
        pairs("MNLI/test_mismatched.tsv", "index|promptID|sentence1|sentence2", 7, 5, false);
        pairs("diagnostic/diagnostic.tsv", "index|sentence1|sentence2", 5, 6, false);

        Result trained = run("finetune --model model --task glue/mnli --data glue --max-length 20 --epochs 5"
                + " --learning-rate 2e-3 --layerwise-decay 1 --out runs/mnli");
        assertThat(trained.code()).as(trained.err()).isZero();

        Result measured = run("evaluate --model runs/mnli --data glue --json e.json");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("glue/mnli, matched:", "glue/mnli, mismatched:");
        JsonNode parts =
                JSON.readTree(Files.readString(folder.resolve("e.json"))).path("set_parts");
        double matched = parts.at("/matched/model/accuracy").doubleValue();
        assertThat(matched).isGreaterThan(0.9);
        Result one = run("evaluate --model runs/mnli --data glue/MNLI --part mismatched");
        assertThat(one.out()).contains("mismatched:").doesNotContain(" matched:");

        Result glue = run("glue runs/mnli --data glue --out submission --json g.json");
        assertThat(glue.code()).as(glue.err()).isZero();
        assertThat(glue.out())
                .contains("glue/mnli   1 seed", "mismatched_accuracy", "not known without glue/cola matthews");
        JsonNode scores = JSON.readTree(Files.readString(folder.resolve("g.json")));
        assertThat(scores.at("/tasks/glue~1mnli/accuracy").doubleValue()).isCloseTo(matched, within(1e-12));
        assertThat(scores.at("/tasks/glue~1mnli/mismatched_accuracy").doubleValue())
                .isCloseTo(parts.at("/mismatched/model/accuracy").doubleValue(), within(1e-12));
        for (String file : List.of("MNLI-m.tsv 9", "MNLI-mm.tsv 7", "AX.tsv 5")) {
            List<String> lines = Files.readAllLines(folder.resolve("submission").resolve(file.split(" ")[0]));
            assertThat(lines).hasSize(1 + Integer.parseInt(file.split(" ")[1]));
            assertThat(lines.get(0)).isEqualTo("index\tprediction");
            for (int i = 1; i < lines.size(); i++) {
                assertThat(lines.get(i)).matches((i - 1) + "\t(entailment|neutral|contradiction)");
            }
        }
        assertOutOfScope();
        Result twice = run("glue runs/mnli runs/mnli");
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.err()).contains("is of glue/mnli as is");
        Result nothing = run("glue model");
        assertThat(nothing.err()).contains("model: no finished fine-tuning");
    }

    /** Of rows with a label that the model does not know, a threshold that no answer reaches finds all, and names nothing else. */
    private void assertOutOfScope() throws Exception {
        pairs("odd.tsv", "index|promptID|sentence1|sentence2|gold_label", 30, 7, true);
        Path odd = folder.resolve("glue/odd.tsv");
        Files.writeString(odd, Files.readString(odd) + "30\t-\tw40\tw41\toos\n".repeat(10));
        Result unknown = run("evaluate --model runs/mnli --data glue/odd.tsv");
        assertThat(unknown.err()).contains("odd.tsv:32: unknown label \"oos\"");
        Result all = run("evaluate --model runs/mnli --data glue/odd.tsv --out-of-scope-label oos"
                + " --out-of-scope-threshold 1 --json o.json");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out()).contains("10 of 40 rows belong to no class");
        JsonNode scores = JSON.readTree(Files.readString(folder.resolve("o.json")));
        assertThat(scores.at("/out_of_scope/out_of_scope_recall").doubleValue()).isEqualTo(1);
        assertThat(scores.at("/out_of_scope/out_of_scope_precision").doubleValue())
                .isEqualTo(0.25);
        assertThat(scores.at("/out_of_scope/in_scope_accuracy").doubleValue()).isZero();
        assertThat(scores.at("/model/accuracy").doubleValue()).isGreaterThan(0.9);

        Files.writeString(odd, "sentence1\tsentence2\tgold_label\n" + "w40\tw41\toos\n".repeat(3));
        Result none = run("evaluate --model runs/mnli --data glue/odd.tsv --out-of-scope-label oos");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err())
                .contains("odd.tsv: all 3 rows are of no class by their label, which the model does not know");
    }
}
