package io.github.electra4j.task.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceReaderTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("c.jsonl"), text);
    }

    private static List<ChoiceRow> readAll(ChoiceReader reader) throws IOException {
        List<ChoiceRow> rows = new ArrayList<>();
        try (reader) {
            for (ChoiceRow next = reader.next(); next != null; next = reader.next()) {
                rows.add(next);
            }
        }
        return rows;
    }

    @Test
    void jsonl_withAndWithoutQuestionAndAnswer_isRead() throws IOException {
        List<ChoiceRow> rows = readAll(ChoiceReader.open(file("""
                {"id": "a", "context": "It rained.", "question": "Why wet?", "options": ["Rain.", "Sun."], "answer": 0}

                {"context": "Hello.", "options": ["Hi.", "No."]}
                """), true));
        assertThat(rows.get(0).question()).isEqualTo("Why wet?");
        assertThat(rows.get(0).knownAnswer()).isZero();
        assertThat(rows.get(1).line()).isEqualTo(3);
        assertThat(rows.get(1).question()).isNull();
        assertThatThrownBy(rows.get(1)::knownAnswer).hasMessageContaining("c.jsonl:3: no answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                {"context": "a", "options": ["b", "c", "d"], "answer": 0}  | options has 3, expected 2 as in line 1
                {"context": "a", "options": ["b", "c"], "answer": 2}       | answer is 2, and there are 2 options: expected 0 to 1
                {"context": "a", "options": ["b", "c"], "answer": -1}      | answer is -1, expected a whole number of at least 0
                {"context": "a", "options": ["b", "c"], "answer": "b"}     | answer is "b", expected a whole number
                {"context": "a", "options": ["b"], "answer": 0}            | options has 1, expected two at least
                {"context": "a", "options": ["b", " "], "answer": 0}       | options[1] is empty
                {"context": "a", "options": ["b", 3], "answer": 0}         | options[1] is 3, expected a text
                {"context": "a", "options": "b", "answer": 0}              | options is "b", expected a list of texts
                {"context": "", "options": ["b", "c"], "answer": 0}        | context is empty
                {"passage": "a", "options": ["b", "c"], "answer": 0}       | context is missing; keys found: passage, options, answer, expected a text
                """)
    void badRows_areNamedWithFileLineAndKey(String json, String expected) throws IOException {
        Path file = file("{\"context\": \"a\", \"options\": [\"b\", \"c\"], \"answer\": 1}\n" + json + "\n");
        assertThatThrownBy(() -> readAll(ChoiceReader.open(file, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ":2: " + expected);
    }

    /** What is not needed may be anything, such as the -1 that stands for "not known" in many a test file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"context\": \"a\", \"options\": [\"b\", \"c\"], \"answer\": -1}",
                "{\"article\": \"a\", \"options\": [\"b\", \"c\"], \"answers\": \"?\"}"
            })
    void rowToBeAnswered_withAnAnswerThatIsNone_isRead(String row) throws IOException {
        Path file = file(row + "\n");
        Columns unlabeled = Objects.requireNonNull(ChoiceTask.KIND.columns()).withoutLabel();
        try (RowReader<ChoiceRow> reader = ChoiceTask.KIND.open(file, unlabeled)) {
            assertThat(Objects.requireNonNull(reader.next()).answer()).isNull();
        }
        assertThat(Objects.requireNonNull(ChoiceTask.KIND.ofLine(row, null, 1)).options())
                .containsExactly("b", "c");
    }

    @Test
    void mutual_madeRowsInTheOfficialForm_areRead() throws IOException {
        String row =
                "{\"answers\": \"B\", \"options\": [\"m : a\", \"m : b\"], \"article\": \"f : hi .\", \"id\": \"train_1\"}\n";
        ChoiceRow read = readAll(ChoiceReader.open(file(row), true)).get(0);
        assertThat(read.knownAnswer()).isEqualTo(1);
        assertThat(read.context()).isEqualTo("f : hi .");
        assertThat(read.id()).isEqualTo("train_1");
        Path wrong = file(row.replace("\"B\"", "\"C\""));
        assertThatThrownBy(() -> readAll(ChoiceReader.open(wrong, true)))
                .hasMessageEndingWith(":1: answers is \"C\", and there are 2 options: expected A to B");
    }

    @Test
    void mutual_officialFiles_areReadWhole() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"))
                .resolve("mutual");
        assumeTrue(Files.isDirectory(data), "no shared data");
        List<ChoiceRow> train = readAll(ChoiceReader.open(data.resolve("train.jsonl"), true));
        assertThat(train).hasSize(7088).allMatch(row -> row.options().size() == 4 && row.answer() != null);
        assertThat(readAll(ChoiceReader.open(data.resolve("dev.jsonl"), true))).hasSize(886);
    }
}
