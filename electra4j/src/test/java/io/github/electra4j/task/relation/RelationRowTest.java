package io.github.electra4j.task.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.task.JsonRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationRowTest {
    @TempDir
    private Path folder;

    private static RelationRow row(String json) {
        return RelationRow.of(JsonRows.ofLine(json, Path.of("r.jsonl"), 7), true);
    }

    private static String between(RelationRow row, Mention mention) {
        return row.text().substring(mention.start(), mention.end());
    }

    @Test
    void jsonl_spansCountCodePoints() {
        RelationRow row = row("""
                {"id": 3, "text": "\uD83D\uDE00 Ada wrote it.", "head": {"start": 2, "end": 5, "label": "PER"},
                 "tail": {"start": 12, "end": 14}, "relation": " author "}""");
        assertThat(between(row, row.head())).isEqualTo("Ada");
        assertThat(between(row, row.tail())).isEqualTo("it");
        assertThat(row.head().label()).isEqualTo("PER");
        assertThat(row.tail().label()).isNull();
        assertThat(row.knownRelation()).isEqualTo("author");
        assertThat(row.id()).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                {"text": "a b", "tail": {"start": 0, "end": 1}}                                           | head is missing; keys found: text, tail, expected an object
                {"text": "a b", "head": {"end": 1}, "tail": {"start": 0, "end": 1}}                       | head.start is missing; keys found: end, expected a whole number
                {"text": "a b", "head": {"start": 2, "end": 4}, "tail": {"start": 0, "end": 1}}           | head.end is 4 and start 2, expected a start before the end, within the 3 characters
                {"text": "a b", "head": {"start": 0, "end": 1}, "tail": {"start": 1, "end": 1}}           | tail.end is 1 and start 1, expected a start before the end
                {"text": "a b", "head": {"start": -1, "end": 1}, "tail": {"start": 1, "end": 1}}          | head.start is -1, expected a whole number of at least 0
                {"text": "a \u00A0b", "head": {"start": 0, "end": 1}, "tail": {"start": 1, "end": 3}}     | tail.start is 1: the span has no word in it, only white space
                {"text": " ", "head": {"start": 0, "end": 1}, "tail": {"start": 0, "end": 1}}             | text is empty
                {"text": "a", "head": {"start": 0, "end": 1}, "tail": {"start": 0, "end": 1}, "relation": ""} | relation is empty
                {"text": "a", "head": {"start": 0, "end": 1}, "tail": {"start": 0, "end": 1}, "relation": 3} | relation is 3, expected a text
                {"text": "a", "head": [0, 1], "tail": {"start": 0, "end": 1}}                             | head is a list, expected an object
                {"text": "a"                                                                              | not valid JSON: it ends before it is complete
                """)
    void badRows_areNamedWithFileLineAndKey(String json, String expected) {
        assertThatThrownBy(() -> row(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("r.jsonl:7: " + expected);
    }

    @Test
    void relation_thatIsNotKnown_isAskedFor() {
        RelationRow row =
                row("{\"text\": \"a b\", \"head\": {\"start\": 0, \"end\": 1}, \"tail\": {\"start\": 2, \"end\": 3}}");
        assertThatThrownBy(row::knownRelation)
                .hasMessage("r.jsonl:7: no relation; expected the key \"relation\" with its name");
    }

    @Test
    void relation_thatIsToBePredicted_isNotRead() {
        String json =
                "{\"text\": \"a b\", \"head\": {\"start\": 0, \"end\": 1}, \"tail\": {\"start\": 2, \"end\": 3}, \"relation\": \"\"}";
        RelationRow row = RelationRow.of(JsonRows.ofLine(json, Path.of("r.jsonl"), 7), false);
        assertThat(row.relation()).isNull();
    }

    private List<RelationRow> semEval(String text) throws IOException {
        Path file = folder.resolve("TRAIN_FILE.TXT");
        Files.writeString(file, text);
        return readAll(file);
    }

    private static List<RelationRow> readAll(Path file) throws IOException {
        List<RelationRow> rows = new ArrayList<>();
        try (SemEvalRelations reader = SemEvalRelations.open(file)) {
            for (RelationRow next = reader.next(); next != null; next = reader.next()) {
                rows.add(next);
            }
        }
        return rows;
    }

    @Test
    void semEval_madeRowsInTheOfficialForm_areRead() throws IOException {
        List<RelationRow> rows = semEval(
                "1\t\"The <e1>pen</e1> of a \"<e2>poet</e2>\".\"\r\nProduct-Producer(e1,e2)\r\n"
                        + "Comment: one,\r\nand two lines\r\n\r\n2\t\"A <e2>cat</e2> in <e1>boxes</e1>.\"\r\nOther\r\nComment:\r\n\r\n");
        assertThat(rows).extracting(RelationRow::id).containsExactly("1", "2");
        assertThat(rows).extracting(RelationRow::relation).containsExactly("Product-Producer(e1,e2)", "Other");
        assertThat(rows).extracting(RelationRow::line).containsExactly(1L, 6L);
        assertThat(rows.get(0).text()).isEqualTo("The pen of a \"poet\".");
        assertThat(between(rows.get(0), rows.get(0).head())).isEqualTo("pen");
        assertThat(between(rows.get(1), rows.get(1).tail())).isEqualTo("cat");
    }

    @Test
    void semEval_withoutAnswers_isReadToo() throws IOException {
        List<RelationRow> rows = semEval("8001\t\"<e1>A</e1> <e2>B</e2>\"\n8002\t\"<e1>C</e1> <e2>D</e2>\"\n");
        assertThat(rows).extracting(RelationRow::id).containsExactly("8001", "8002");
        assertThat(rows).allMatch(row -> row.relation() == null);
    }

    @Test
    void semEval_brokenRows_areNamed() {
        assertThatThrownBy(() -> semEval("1\t\"A <e1>pen</e1>.\"\nOther\nComment:\n"))
                .hasMessageEndingWith(":1: no text between <e2> and </e2>, expected a mention");
        assertThatThrownBy(() -> semEval("1\t\"A <e1></e1> <e2>b</e2>.\"\nOther\nComment:\n"))
                .hasMessageContaining("between <e1> and </e1>");
        assertThatThrownBy(() -> semEval("1\t\"<e1>A</e1> <e1>b</e1>.\"\nOther\nComment:\n"))
                .hasMessageContaining("<e1> stands twice");
        assertThatThrownBy(() -> semEval("\nThe sentence\nOther\n"))
                .hasMessageEndingWith(":2: expected a number, a TAB and a sentence in quotes, found \"The sentence\"");
    }

    @Test
    void semEval_officialFiles_haveTheirRowsAndLabels() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"))
                .resolve("semeval2010-task8");
        assumeTrue(Files.isDirectory(data), "no shared data");
        List<RelationRow> train = readAll(data.resolve("TRAIN_FILE.TXT"));
        assertThat(train).hasSize(8000);
        assertThat(readAll(data.resolve("TEST_FILE_FULL.TXT"))).hasSize(2717);
        assertThat(train.stream().map(r -> Objects.requireNonNull(r.relation())).collect(Collectors.toSet()))
                .hasSize(19);
        assertThat(train.stream().filter(r -> "Other".equals(r.relation()))).hasSize(1410);
        assertThat(train)
                .allMatch(r ->
                        !r.text().contains("<e") && r.head().end() <= r.text().length());
    }
}
