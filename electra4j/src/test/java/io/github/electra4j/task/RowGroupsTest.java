package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowGroupsTest {
    private static final Columns COLUMNS = Columns.of("text", "label");

    @TempDir
    private Path folder;

    private Map<String, int[]> groups(String name, String content, String column) throws Exception {
        Path file = Files.writeString(folder.resolve(name), content);
        List<LabeledText> rows = LabeledTextReader.readAll(file, COLUMNS);
        return RowGroups.read(file, true, column, rows).of(rows);
    }

    @Test
    void of_rowsOfATable_areIndicesByGroup() throws Exception {
        Map<String, int[]> found = groups("t.tsv", "text\tlabel\tland\na\t1\tNO\nb\t0\tDE\nc\t1\tNO\nd\t1\t\n", "land");

        assertThat(found.keySet()).containsExactly(RowGroups.EMPTY, "DE", "NO");
        assertThat(found.get("NO")).containsExactly(0, 2);
        assertThat(found.get("DE")).containsExactly(1);
    }

    /** Numbers and truths are groups as they are written; null is none. */
    @Test
    void of_rowsOfJson_haveTheirValuesAsGroups() throws Exception {
        Map<String, int[]> found = groups(
                "t.json",
                "[{\"text\":\"a\",\"label\":1,\"age\":30},{\"text\":\"b\",\"label\":1,\"age\":null},{\"text\":\"c\",\"label\":1,\"age\":30}]",
                "age");

        assertThat(found.get("30")).containsExactly(0, 2);
        assertThat(found.get(RowGroups.EMPTY)).containsExactly(1);
    }

    @Test
    void of_someOfTheRows_countsThoseAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("t.jsonl"), """
                {"text":"a","label":"x","g":"1"}
                {"text":"a","label":"x","g":"2"}
                """);
        List<LabeledText> rows = LabeledTextReader.readAll(file, COLUMNS);

        assertThat(RowGroups.read(file, true, "g", rows).of(rows.subList(1, 2))).containsOnlyKeys("2");
    }

    /** A reader that passes over rows leaves fewer than the table has: these are found by the line that they begin on. */
    @Test
    void read_whereTheTableHasMoreRows_findsThemByTheirLines() throws Exception {
        Path file = Files.writeString(folder.resolve("t.tsv"), "text\tlabel\tg\na\tx\t1\nb\tx\t2\nc\tx\t3\n");
        List<LabeledText> rows = LabeledTextReader.readAll(file, COLUMNS);
        List<LabeledText> some = List.of(rows.get(2), rows.get(0));

        Map<String, int[]> found = RowGroups.read(file, true, "g", some).of(some);

        assertThat(found.keySet()).containsExactly("1", "3");
        assertThat(found.get("1")).containsExactly(1);
        assertThat(found.get("3")).containsExactly(0);
    }

    @Test
    void read_whereNoRowOfTheTableBeginsOnALine_namesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("t.tsv"), "text\tlabel\tg\na\tx\t1\nb\tx\t2\n");
        List<LabeledText> rows = LabeledTextReader.readAll(file, COLUMNS);
        Files.writeString(file, "text\tlabel\tg\na\tx\t1\n");

        assertThatThrownBy(() -> RowGroups.read(file, true, "g", rows))
                .hasMessageContaining(
                        "t.tsv:3: no row of the table begins here, whose column \"g\" would say the group");
    }

    @Test
    void read_ofAMisspeltColumn_namesTheOneThatIsMeant() {
        assertThatThrownBy(() -> groups("t.tsv", "text\tlabel\tcountry\na\t1\tNO\n", "contry"))
                .hasMessageContaining("t.tsv:1: ")
                .hasMessageContaining("did you mean \"country\"?");
    }
}
