package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions on the command line, from files to answers: a tiny model learns to find the word that is asked for. */
class QuestionAnsweringIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @BeforeEach
    void modelAndQuestions() throws Exception {
        TinyTask.model(folder);
        TinyTask.questions(folder.resolve("train.jsonl"), 300, 1, true);
        TinyTask.questions(folder.resolve("dev.jsonl"), 60, 2, true);
    }

    private Result run(String... arguments) throws Exception {
        return ElectraProcess.run(folder, arguments);
    }

    private static String[] fineTuning(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "finetune",
                "--model",
                "model",
                "--task",
                "qa",
                "--train",
                "train.jsonl",
                "--dev",
                "dev.jsonl",
                "--max-length",
                "30",
                "--task-option",
                "max_question_length=4",
                "--task-option",
                "doc_stride=12",
                "--task-option",
                "max_answer_length=2",
                "--layerwise-decay",
                "1",
                "--learning-rate",
                "3e-3",
                "--dropout",
                "0",
                "--out",
                out));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void fineTunedModel_answersAndDeclines() throws Exception {
        Result trained = run(fineTuning("qa", "--epochs", "12"));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("no_answer_exact", "best_f1_threshold", "answer that there is none");

        Result evaluated = run("evaluate", "--model", "qa", "--data", "dev.jsonl", "--json", "e.json");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        JsonNode figures = JSON.readTree(Files.readString(folder.resolve("e.json")));
        double exact = figures.at("/model/exact").doubleValue();
        assertThat(exact).isGreaterThan(figures.at("/majority/exact").doubleValue() + 0.2);
        JsonNode results = JSON.readTree(Files.readString(folder.resolve("qa/results.json")));
        assertThat(results.at("/dev/exact/kept").doubleValue()).isCloseTo(exact, within(1e-12));
        assertThat(results.at("/dev/best_f1/kept").doubleValue())
                .isCloseTo(figures.at("/model/f1").doubleValue(), within(1e-12));

        Result predicted = run(
                "predict",
                "--model",
                "qa",
                "--data",
                "dev.jsonl",
                "--out",
                "p.jsonl",
                "--squad-json",
                "squad.json",
                "--squad-scores",
                "scores.json");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("p.jsonl"));
        JsonNode official = JSON.readTree(Files.readString(folder.resolve("squad.json")));
        JsonNode scores = JSON.readTree(Files.readString(folder.resolve("scores.json")));
        assertThat(lines).hasSize(60);
        assertThat(official.size()).isEqualTo(60);
        List<String> questions = Files.readAllLines(folder.resolve("dev.jsonl"));
        int right = 0;
        for (int i = 0; i < 60; i++) {
            JsonNode answer = JSON.readTree(lines.get(i));
            JsonNode question = JSON.readTree(questions.get(i));
            String text = answer.get("answer").stringValue();
            assertThat(answer.get("id").stringValue()).isEqualTo("q" + i);
            assertThat(official.get("q" + i).stringValue()).isEqualTo(text);
            assertThat(scores.get("q" + i).isNumber()).isTrue();
            if (!text.isEmpty()) {
                assertThat(question.get("context")
                                .stringValue()
                                .substring(
                                        answer.get("start").intValue(),
                                        answer.get("end").intValue()))
                        .isEqualTo(text);
            }
            JsonNode gold = question.get("answers");
            right += text.equals(gold.isEmpty() ? "" : gold.get(0).get("text").stringValue()) ? 1 : 0;
        }
        assertThat(right / 60.0).isCloseTo(exact, within(1e-12));
    }

    @Test
    void standardInput_lines_areAnsweredInOrder() throws Exception {
        // What the preset has is told apart by the head; the other options win.
        assertThat(run(fineTuning("qa", "--epochs", "1", "--preset", "paper")).code())
                .isZero();
        assertThat(folder.resolve("qa/electra4j.json")).content().containsPattern("\"head\" ?: \"joint\"");
        Result answered =
                ElectraProcess.runWith(folder, """
                {"id": "a", "question": "w10", "context": "w20 w10 w30"}
                {"question": "w10", "context": "\uD83D\uDE00 w10 w31 i\u0307 \u0131"}
                """.getBytes(UTF_8), "predict", "--model", "qa", "--format", "jsonl");
        assertThat(answered.code()).as(answered.err()).isZero();
        List<String> lines = answered.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.get(0)).get("id").stringValue()).isEqualTo("a");
        assertThat(JSON.readTree(lines.get(1)).get("row").intValue()).isEqualTo(1);

        Result bad =
                ElectraProcess.runWith(folder, "{\"question\": \"w10\"}\n".getBytes(UTF_8), "predict", "--model", "qa");
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.err())
                .startsWith("electra: standard input:1: context is missing; keys found: question, expected a text");
    }

    /** More rows than are answered at a time: those before would be on standard output already. */
    @Test
    void squadForm_ofAnIdThatStandsTwice_isRefusedBeforeTheFirstAnswer() throws Exception {
        assertThat(run(fineTuning("qa", "--epochs", "1")).code()).isZero();
        Path rows = folder.resolve("rows.jsonl");
        TinyTask.questions(rows, 4500, 3, false);
        Files.writeString(
                rows, "{\"id\": \"q1\", \"question\": \"w10\", \"context\": \"w10\"}\n", StandardOpenOption.APPEND);

        Result refused = run("predict", "--model", "qa", "--data", "rows.jsonl", "--squad-scores", "s.json");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("electra: rows.jsonl:4501: the id \"q1\" stands twice, first at rows.jsonl:2");
        assertThat(refused.out()).isEmpty();
        assertThat(folder.resolve("s.json")).doesNotExist();
    }

    @Test
    void badRows_areRefusedWithTheirLine() throws Exception {
        String good =
                "{\"question\": \"w10\", \"context\": \"w10 w20\", \"answers\": [{\"text\": \"w20\", \"start\": 4}]}\n";
        Files.writeString(folder.resolve("train.jsonl"), good + good.replace("4}", "1}"));
        Result refused = run(fineTuning("qa"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("electra: train.jsonl:2: the answer \"w20\" does not stand at 1, where the context has"
                        + " \"10 w20\"; it stands at 4; correct the file, or choose --task-option wrong_starts=repair");
        assertThat(folder.resolve("qa")).doesNotExist();

        Result mended = run(fineTuning("qa", "--task-option", "wrong_starts=repair", "--epochs", "1"));
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(mended.out() + mended.err()).contains("1 of 2 answers do not stand where their file says");
    }

    @Test
    void fineTuning_killed_endsIdentical() throws Exception {
        String[] whole = fineTuning("whole", "--epochs", "6", "--save-every", "0.05", "--threads", "2");
        String[] killed = fineTuning("killed", "--epochs", "6", "--save-every", "0.05", "--threads", "2");
        long begin = System.nanoTime();
        Result result = run(whole);
        long duration = System.nanoTime() - begin;
        assertThat(result.code()).as(result.err()).isZero();
        int kills = 0;
        for (int i = 2; i <= 3; i++) {
            Process process = ElectraProcess.startUnread(folder, killed);
            if (!process.waitFor(duration * i / 4, TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
            }
        }
        assertThat(kills).isPositive();
        Result last = run(killed);
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(last.out()).isEqualTo(result.out());
        for (String file : List.of("model.safetensors", "config.json", "electra4j.json")) {
            assertThat(folder.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        JsonNode config = JSON.readTree(Files.readString(folder.resolve("whole/config.json")));
        assertThat(config.at("/architectures/0").stringValue()).isEqualTo("ElectraForQuestionAnswering");
        Map<String, Object> kept = Map.of("doc_stride", 12, "max_answer_length", 2, "may_decline", true);
        JsonNode settings = JSON.readTree(Files.readString(folder.resolve("whole/electra4j.json")));
        kept.forEach((key, value) ->
                assertThat(settings.at("/extra/" + key).toString()).as(key).isEqualTo(value.toString()));
    }
}
