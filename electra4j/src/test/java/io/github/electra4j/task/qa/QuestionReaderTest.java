package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionReaderTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A file in SQuAD's form, with single quotes for double ones. */
    private Path squad(String paragraphs) throws IOException {
        return file(
                "squad.json",
                ("{'version': 'v2.0', 'data': [{'title': 'Rome', 'paragraphs': [" + paragraphs + "]}]}")
                        .replace('\'', '"'));
    }

    @Test
    void ids_missingOrTwice_areSaidByTheirPlaces() throws IOException {
        String row = "{\"id\": \"a\", \"question\": \"What?\", \"context\": \"Rome is old.\"}\n";
        QuestionReader.requireIds(file("good.jsonl", row + row.replace("\"a\"", "\"b\"")));
        Path twice = file("twice.jsonl", row + row.replace("\"a\"", "\"b\"") + row);
        Path none = file("none.jsonl", row + row.replace("\"id\": \"a\", ", ""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionReader.requireIds(twice))
                .withMessageStartingWith(twice + ":3: the id \"a\" stands twice, first at " + twice + ":1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionReader.requireIds(none))
                .withMessageStartingWith(none + ":2: no id, and the official form names every question by one");
    }

    @Test
    void squad_bothVersions_areRead() throws IOException {
        // In version 2.0 the questions stand before their context.
        Path file = squad(
                "{'context': 'Rome is old.', 'qas': [{'id': 'a', 'question': 'What is old?', 'answers':"
                        + " [{'text': 'Rome', 'answer_start': 0}, {'text': 'Rome', 'answer_start': 0}]}]},\n"
                        + "{'qas': [{'id': 'b', 'question': 'Who?', 'answers': [], 'is_impossible': true, 'plausible_answers':"
                        + " [{'text': 'Nero', 'answer_start': 0}]}, {'id': 'c', 'question': 'Why?'}], 'context': 'Nero sang.'}");
        List<Question> questions = QuestionReader.readAll(file);
        assertThat(questions).extracting(Question::id).containsExactly("a", "b", "c");
        assertThat(questions.get(0).answers()).containsExactly(new GoldAnswer("Rome", 0), new GoldAnswer("Rome", 0));
        assertThat(questions.get(1).answers()).isEmpty();
        assertThat(questions.get(1).context()).isEqualTo("Nero sang.");
        assertThat(questions.get(2).answers()).isNull();
        assertThat(questions.get(2).place()).isEqualTo(file + ":2: data[0].paragraphs[1].qas[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> questions.get(2).knownAnswers())
                .withMessageStartingWith(file + ":2: data[0].paragraphs[1].qas[1]: no answers");
    }

    @Test
    void jsonLines_compressed_areRead() throws IOException {
        Path file = folder.resolve("questions.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("""
                    {"id": 7, "question": "Who?", "context": "Nero sang.", "answers": [{"text": "Nero", "start": 0}]}

                    {"question": "Why?", "context": "Nero sang.", "answers": []}
                    """).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        List<Question> questions = QuestionReader.readAll(file);
        assertThat(questions).extracting(Question::id).containsExactly("7", null);
        assertThat(questions).extracting(Question::line).containsExactly(1L, 3L);
        assertThat(questions.get(0).answerTexts()).containsExactly("Nero");
        assertThat(questions.get(1).answers()).isEmpty();
    }

    /** As {@code datasets.load_dataset("squad_v2")["validation"].to_json(...)} writes rows. */
    @Test
    void jsonLines_ofHuggingFace_areRead() throws IOException {
        Path file = file("squad.jsonl", """
                {"id":"a","title":"Rome","context":"Rome is old.","question":"What is old?","answers":{"text":["Rome","Rome is"],"answer_start":[0,0]}}
                {"id":"b","title":"Rome","context":"Nero sang.","question":"Who ran?","answers":{"text":[],"answer_start":[]}}
                {"id":"c","context":"Nero sang.","question":"Who sang?","answers":[{"text":"Nero","answer_start":0}]}
                {"id":"d","context":"He sang.","question":"Who sang?","answers":{"text":["He"]}}
                """);

        List<Question> questions = QuestionReader.readAll(file);

        assertThat(questions.get(0).answers()).containsExactly(new GoldAnswer("Rome", 0), new GoldAnswer("Rome is", 0));
        assertThat(questions.get(1).answers()).isEmpty();
        assertThat(questions.get(2).answers()).containsExactly(new GoldAnswer("Nero", 0));
        assertThat(questions.get(3).answers()).containsExactly(new GoldAnswer("He", GoldAnswer.UNSAID));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data': 1}|:1: data: expected a list, found a number",
                "{'version': 1}|:1: the key \"data\" is missing; a .json file of questions is SQuAD's",
                "[]|:1: expected an object, found a list",
                "{'data': [{'title': 'x'}]}|:1: data[0]: the key \"paragraphs\" is missing",
                "{'data': [{'paragraphs': ['x']}]}|:1: data[0].paragraphs[0]: expected an object, found a text",
                "{'data': [{'paragraphs': [{'qas': []}]}]}|:1: data[0].paragraphs[0].context is missing; keys found: qas",
                "{'data': [{'paragraphs': [{'context': 'x'}]}]}|data[0].paragraphs[0].qas is missing; keys found: context",
                "{'data': [{'paragraphs': [{'context': ' ', 'qas': [{'id': 'a', 'question': 'q'}]}]}]}|data[0].paragraphs[0].context is empty",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a'}]}]}]}|qas[0].question is missing; keys found: id",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'question': 'q'}]}]}]}|qas[0].id is missing",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'answers': 'x'}]}]}]}|qas[0].answers is \"x\", expected a list of objects",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'answers': [{'text': ''}]}]}]}]}|answers[0].text is empty; where the context has no answer",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'answers': [{'answer_start': 1}]}]}]}]}|answers[0].text is missing; keys found: answer_start",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'answers': [{'text': 'x', 'answer_start': '0'}]}]}]}]}|answer_start is \"0\", expected a whole number",
                "{'data': [{'paragraphs': [{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'is_impossible': true, 'answers': [{'text': 'x'}]}]}]}]}|qas[0].is_impossible is true, and answers has 1",
                "{'data': []} x|:1: not valid JSON",
                "{'data': []} {}|:1: something stands behind the object",
                "{'data': [{'paragraphs': [|:1: not valid JSON: it ends before it is complete",
                "{'data': []}|no questions",
            })
    void squad_thatIsWrong_isRefusedWithItsPlace(String text, String message) throws IOException {
        Path file = file("squad.json", text.replace('\'', '"'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionReader.readAll(file))
                .withMessageStartingWith(file + ":")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'question': 'q'}|:2: context is missing; keys found: question, expected a text",
                "{'question': 'q', 'context': '\\n'}|:2: context is empty",
                "{'question': 1, 'context': 'x'}|:2: question is 1, expected a text",
                "{'question': 'q', 'context': 'x', 'answers': [{'text': 'x', 'start': -1}]}|:2: answers[0].start is -1, expected a whole number of at least 0",
                "{'question': 'q', 'context': 'x', 'answers': {'text': ['x'], 'answer_start': [0, 1]}}|:2: answers.answer_start has 2 numbers, expected one for each of the 1 texts",
                "{'question': 'q', 'context': 'x', 'answers': {'text': 'x', 'answer_start': 0}}|:2: answers.text is \"x\", expected a list of texts",
                "{'question': 'q', 'context': 'x', 'answers': {'text': ['x'], 'answer_start': ['0']}}|:2: answers.answer_start[0] is \"0\", expected a whole number",
                "{'question': 'q', 'context': 'x', 'answers': {'text': ['']}}|:2: answers.text is empty",
                "{'question': 'q', 'context': 'x', 'id': []}|:2: id is a list, expected a text or a number",
                "{'question': 'q'|:2: not valid JSON: it ends before it is complete",
                "{'question': 'q', 'question': 'r'}|:2: not valid JSON: the name \"question\" stands twice",
                "{'id': 'a', 'question': 'q', 'context': 'x'}|:2: the id \"a\" stands twice, first at ",
            })
    void jsonLine_thatIsWrong_isRefusedWithItsLine(String line, String message) throws IOException {
        String good = "{'id': 'a', 'question': 'q', 'context': 'x', 'answers': []}\n";
        Path file = file("questions.jsonl", (good + line).replace('\'', '"'));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionReader.readAll(file))
                .withMessageStartingWith(file + ":2: ")
                .withMessageContaining(message);
    }

    /** Some convert version 2.0 so that a question without an answer has an empty one, which must be mended to learn from and not to answer. */
    @Test
    void questionToBeAnswered_withAnswersThatAreNone_isRead() throws IOException {
        String row =
                "{'question': 'q', 'context': 'x', 'answers': [{'text': '', 'answer_start': -1}]}".replace('\'', '"');
        Columns unlabeled =
                Objects.requireNonNull(QuestionAnswering.KIND.columns()).withoutLabel();
        Path squad = squad(
                "{'context': 'x', 'qas': [{'id': 'a', 'question': 'q', 'is_impossible': true, 'answers': 'none'}]}");

        for (Path file : List.of(file("questions.jsonl", row + "\n"), squad)) {
            try (RowReader<Question> reader = QuestionAnswering.KIND.open(file, unlabeled)) {
                assertThat(Objects.requireNonNull(reader.next()).question()).isEqualTo("q");
            }
        }
        assertThat(Objects.requireNonNull(QuestionAnswering.KIND.ofLine(row, null, 1))
                        .answers())
                .isNull();
    }

    @Test
    void open_otherName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionReader.open(Path.of("questions.tsv"), true))
                .withMessage(
                        "questions.tsv: the name does not say how questions are written; expected .json (SQuAD's form)"
                                + " or .jsonl (an object a line), also with .gz, .xz or .zst behind");
    }
}
