package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents on the command line, from files to answers and figures: a tiny reader learns to find the word that is asked for. */
class AskIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Result run(String... arguments) throws Exception {
        return runWith("", arguments);
    }

    private Result runWith(String input, String... arguments) throws Exception {
        Result result = ElectraProcess.runWith(folder, input.getBytes(UTF_8), arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private static String[] fineTuning(String task, String train, String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "finetune",
                "--model",
                "model",
                "--task",
                task,
                "--train",
                train,
                "--dev",
                train,
                "--max-length",
                "30"));
        arguments.addAll(List.of("--layerwise-decay", "1", "--learning-rate", "3e-3", "--dropout", "0", "--out", out));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void documents_areIndexedAskedAndMeasured() throws Exception {
        TinyTask.model(folder);
        TinyTask.questions(folder.resolve("train.jsonl"), 300, 1, true);
        run(fineTuning(
                "qa",
                "train.jsonl",
                "reader",
                "--epochs",
                "12",
                "--task-option",
                "max_answer_length=2",
                "--task-option",
                "max_question_length=4",
                "--task-option",
                "doc_stride=12"));
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("a.txt"), "🦊 w20 w21\n\nw30 w11 w31 w32");
        Files.writeString(documents.resolve("b.md"), "# w40\n\nw41 w13 w42");
        Files.write(documents.resolve("bad.txt"), new byte[] {(byte) 0xFF});

        Result indexed = run("index", "documents", "--out", "index", "--language", "any", "--json", "i.json");
        assertThat(indexed.err()).contains("bad.txt", "no UTF-8", "2 passages; 2 files new", "1 without text");
        assertThat(JSON.readTree(Files.readString(folder.resolve("i.json")))
                        .get("passages")
                        .intValue())
                .isEqualTo(2);

        String[] ask = {"ask", "--index", "index", "--reader", "reader", "--json"};
        List<JsonNode> answers = runWith("w11\nw13\nw99\n", ask)
                .out()
                .lines()
                .map(JSON::readTree)
                .toList();
        assertThat(answers).hasSize(3);
        assertThat(answers.get(2).get("answer").asString()).isEmpty();
        assertThat(answers.get(2).get("candidates")).isEmpty();
        // Whatever a tiny reader says, it stands where it says.
        for (JsonNode answer : answers) {
            for (JsonNode candidate : answer.get("candidates")) {
                assertPlace(candidate);
            }
        }
        JsonNode first = answers.get(0).get("candidates").get(0);
        assertThat(first.get("file").asString()).endsWith("a.txt");
        assertThat(first.get("confidence").doubleValue()).isBetween(0.0, 1.0);

        if (OS.LINUX.isCurrentOs()) {
            Process full = ElectraProcess.startInto(Path.of("/dev/full"), folder, ask);
            Result told = ElectraProcess.ended(full, "w11\n".getBytes(UTF_8), "ask");
            assertThat(told.code()).isEqualTo(1);
            assertThat(told.err()).startsWith("electra: standard output: No space left on device");
        }
        assertThat(run("ask", "--index", "index", "--reader", "reader", "--question", "w13", "--threshold", "1")
                        .out())
                .startsWith("(no answer");

        Files.writeString(
                folder.resolve("chat.yaml"),
                "documents: {index: index, reader: reader}\notherwise: documents\nconfidence: {answer: 0}\n");
        List<JsonNode> turns = runWith("w11\nw13\nw99\n", "chat", "chat.yaml", "--json")
                .out()
                .lines()
                .map(JSON::readTree)
                .toList();
        assertThat(turns)
                .extracting(turn -> turn.at("/recognised/answer/text").asString(""))
                .isEqualTo(answers.stream()
                        .map(answer -> answer.get("answer").asString())
                        .toList());
        assertThat(turns.get(2).get("act").asString()).isEqualTo("hand_over");

        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            String answer = "w" + (30 + i % 40);
            questions.append("{\"question\": \"w20\", \"context\": \"w20 " + answer + " w" + (70 + i % 20)
                    + "\", \"answers\": [{\"text\": \"" + answer + "\", \"start\": 4}]}\n");
        }
        Files.writeString(folder.resolve("questions.jsonl"), questions);
        run(
                "index-pairs",
                "--questions",
                "questions.jsonl",
                "--language",
                "any",
                "--negatives",
                "1",
                "--out",
                "pairs.jsonl");
        String[] columns = {
            "--text-column", "question", "--pair-column", "passage", "--label-column", "label", "--epochs", "1"
        };
        run(fineTuning("classification", "pairs.jsonl", "ranker", columns));
        run(
                "index-pairs",
                "--questions",
                "questions.jsonl",
                "--language",
                "any",
                "--for",
                "choice",
                "--negatives",
                "2",
                "--out",
                "options.jsonl");
        run(fineTuning("choice", "options.jsonl", "chooser", "--epochs", "1"));
        for (String ranker : List.of("ranker", "chooser")) {
            List<String> evaluate = List.of(
                    "index-evaluate",
                    "--questions",
                    "questions.jsonl",
                    "--language",
                    "any",
                    "--reader",
                    "reader",
                    "--reranker",
                    ranker,
                    "--limit",
                    "60",
                    "--json",
                    "e.json");
            assertThat(run(evaluate.toArray(String[]::new)).out()).contains("60 questions", "ranked answer");
            JsonNode figures = JSON.readTree(Files.readString(folder.resolve("e.json")));
            assertThat(figures.at("/search/recall@100").doubleValue())
                    .isGreaterThanOrEqualTo(figures.at("/search/recall@1").doubleValue());
            // What is ranked is what was found: behind the 20 that are, the order does not count.
            assertThat(figures.at("/ranked/recall@20").doubleValue())
                    .isEqualTo(figures.at("/search/recall@20").doubleValue());
            assertThat(figures.at("/said/f1").isNumber()).isTrue();
        }
    }

    private static void assertPlace(JsonNode candidate) throws Exception {
        String file = candidate.get("file").asString();
        String text = Files.readString(Path.of(file)).replace("# ", "");
        int[] characters = text.codePoints().toArray();
        int start = candidate.get("start").intValue();
        int end = candidate.get("end").intValue();
        assertThat(new String(characters, start, end - start))
                .isEqualTo(candidate.get("answer").asString());
        JsonNode passage = candidate.get("passage");
        int from = passage.get("start").intValue();
        assertThat(new String(characters, from, passage.get("end").intValue() - from))
                .isEqualTo(passage.get("text").asString());
    }
}
