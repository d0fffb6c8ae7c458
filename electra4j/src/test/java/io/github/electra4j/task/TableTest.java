package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<Row> rows(Path file, boolean header) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Table table = Table.open(file, header)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<List<String>> values(String name, String content) throws IOException {
        return rows(file(name, content), false).stream().map(Row::values).toList();
    }

    @Test
    void tsv_quotesAndCommas_areOrdinaryCharacters() throws IOException {
        assertThat(values("a.tsv", "\" he said\t1\n\"\"x, y\"\t\"2\n"))
                .containsExactly(List.of("\" he said", "1"), List.of("\"\"x, y\"", "\"2"));
    }

    @Test
    void tsv_byteOrderMarkAndCarriageReturns_areDropped() throws IOException {
        List<Row> rows = rows(file("a.tsv", "\uFEFFQuality\t#1 String\r\n1\ttext\r\n"), true);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).columns()).containsExactly("Quality", "#1 String");
        assertThat(rows.get(0).values()).containsExactly("1", "text");
        assertThat(rows.get(0).line()).isEqualTo(2);
    }

    @Test
    void tsv_withoutHeader_namesColumnsByNumber() throws IOException {
        List<Row> rows = rows(file("a.tsv", "gj04\t1\t\tThe sailors\n"), false);
        assertThat(rows.get(0).columns()).containsExactly("0", "1", "2", "3");
        assertThat(rows.get(0).values()).containsExactly("gj04", "1", "", "The sailors");
    }

    @Test
    void tsv_lastLineWithoutLineFeed_isARow() throws IOException {
        assertThat(values("a.tsv", "a\tb\nc\td")).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(values("b.tsv", "a\tb\nc\t")).containsExactly(List.of("a", "b"), List.of("c", ""));
    }

    @Test
    void tsv_emptyLinesAtTheEnd_areNoRows() throws IOException {
        assertThat(values("a.tsv", "a\tb\n\n\n")).containsExactly(List.of("a", "b"));
        assertThat(values("one.tsv", "a\n\nb\n")).containsExactly(List.of("a"), List.of(""), List.of("b"));
    }

    @Test
    void tsv_rowOfOtherWidth_isRefusedWithItsLine() throws IOException {
        Path few = file("a.tsv", "x\ty\n1\t2\n3\n");
        assertThatThrownBy(() -> rows(few, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(few + ":3: 1 field, expected 2 as in the header; correct the row");
        Path many = file("b.tsv", "x\ty\n1\t2\t3\n");
        assertThatThrownBy(() -> rows(many, false))
                .hasMessageContaining("b.tsv:2: 3 fields, expected 2 as in the first row");
        Path empty = file("c.tsv", "x\ty\n\n1\t2\n");
        assertThatThrownBy(() -> rows(empty, true)).hasMessageContaining("c.tsv:2: 1 field, expected 2");
    }

    // The examples of RFC 4180, section 2, and of its grammar.
    @Test
    void csv_quotedFields_mayHoldCommasLineBreaksAndDoubledQuotes() throws IOException {
        assertThat(values("a.csv", "\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n\"aaa\",\"b\"\"bb\",\"c,cc\""))
                .containsExactly(
                        List.of("aaa", "b\r\nbb", "ccc"),
                        List.of("zzz", "yyy", "xxx"),
                        List.of("aaa", "b\"bb", "c,cc"));
        assertThat(values("b.csv", "\"\",\"\"\"\", a \n,,\n"))
                .containsExactly(List.of("", "\"", " a "), List.of("", "", ""));
    }

    @Test
    void csv_lines_areCountedThroughQuotedLineBreaks() throws IOException {
        List<Row> rows = rows(file("a.csv", "text,label\n\"one\ntwo\nthree\",1\nfour,2\n"), true);
        assertThat(rows).extracting(Row::line).containsExactly(2L, 5L);
    }

    @Test
    void csv_againstTheRfc_isRefusedWithItsLine() throws IOException {
        Path inside = file("a.csv", "a,b\nsay \"no\",2\n");
        assertThatThrownBy(() -> rows(inside, true)).hasMessageStartingWith(inside + ":2: a quote inside a field");
        Path behind = file("b.csv", "a,b\n\"x\" ,2\n");
        assertThatThrownBy(() -> rows(behind, true)).hasMessageStartingWith(behind + ":2: ' ' behind a closing quote");
        Path open = file("c.csv", "a,b\n1,2\n3,\"4\n5,6\n");
        assertThatThrownBy(() -> rows(open, true)).hasMessageStartingWith(open + ":3: a quote is opened");
        Path old = file("d.csv", "a,b\r1,2\r");
        assertThatThrownBy(() -> rows(old, true))
                .hasMessageStartingWith(old + ":1: a carriage return without a line feed");
        Path width = file("e.csv", "a,b\n\"1\n\",2,3\n");
        assertThatThrownBy(() -> rows(width, true)).hasMessageStartingWith(width + ":2: 3 fields, expected 2");
    }

    @Test
    void jsonl_values_areTheFilesOwnDigitsAndWords() throws IOException {
        List<Row> rows = rows(
                file(
                        "a.jsonl",
                        "{\"text\":\"a\\tb\\u00e9\",\"n\":1.50,\"ok\":true}\n\n{\"n\":2,\"l\":[{\"x\":1}],\"z\":null}"),
                true);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).values()).containsExactly("a\tb\u00e9", "1.50", "true");
        assertThat(rows.get(1).columns()).containsExactly("n", "l", "z");
        assertThat(rows.get(1).values()).isEqualTo(Arrays.asList("2", null, null));
        assertThat(rows.get(1).line()).isEqualTo(3);
    }

    @Test
    void json_listOfObjects_isRead() throws IOException {
        assertThat(rows(file("a.json", "[{\"a\":1},\n {\"a\":2}]"), true))
                .extracting(Row::line)
                .containsExactly(1L, 2L);
        Path list = file("a.jsonl", "[{\"a\":1}]");
        assertThatThrownBy(() -> rows(list, true)).hasMessage(list + ":1: expected a JSON object, found a list");
    }

    @Test
    void jsonl_broken_isRefusedWithItsLine() throws IOException {
        Path broken = file("a.jsonl", "{\"a\":1}\n{\"a\":}\n");
        assertThatThrownBy(() -> rows(broken, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(broken + ":2: not valid JSON: '}', expected a value (column 6); correct the row or leave it"
                        + " out");
        Path truncated = file("b.jsonl", "{\"a\":1}\n{\"a\":2\n\n{\"a\":3}\n");
        assertThatThrownBy(() -> rows(truncated, true))
                .hasMessageStartingWith(truncated + ":2: not valid JSON: it ends before it is complete");
        Path twice = file("c.jsonl", "{\"a\":1,\"a\":2}");
        assertThatThrownBy(() -> rows(twice, true))
                .hasMessageStartingWith(twice + ":1: not valid JSON: the name \"a\" stands twice");
        Path two = file("e.jsonl", "{\"a\":1}\n{\"a\":2} {\"a\":3}\n");
        assertThatThrownBy(() -> rows(two, true))
                .hasMessage(two + ":2: something stands behind the object; a .jsonl file has one object a line");
        Path spread = file("f.jsonl", "\n{\n\"a\": 1}\n");
        assertThatThrownBy(() -> rows(spread, true))
                .hasMessageStartingWith(spread + ":2: not valid JSON: it ends before it is complete");
        Path number = file("d.jsonl", "{\"a\":1}\n7\n");
        assertThatThrownBy(() -> rows(number, true))
                .hasMessage(number + ":2: expected a JSON object, found the value 7");
    }

    @Test
    void open_gzippedTable_isUnpacked() throws IOException {
        Path file = folder.resolve("a.tsv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows(file, true)).extracting(Row::values).containsExactly(List.of("1", "2"));
    }

    @Test
    void open_unknownEnding_saysWhatIsKnown() throws IOException {
        Path file = file("a.txt", "a\tb\n");
        assertThatThrownBy(() -> Table.open(file, true)).hasMessageContaining("expected .tsv, .csv, .jsonl or .json");
    }

    @Test
    void open_missingFile_isNamed() {
        assertThatThrownBy(() -> Table.open(folder.resolve("no.tsv"), true))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("no.tsv") + ": no such file");
    }

    @Test
    void next_emptyFile_isRefused() throws IOException {
        for (String name : List.of("a.tsv", "a.csv")) {
            Path file = file(name, "");
            assertThatThrownBy(() -> rows(file, true)).hasMessage(file + ": empty; expected a header line and rows");
        }
        assertThat(rows(file("a.jsonl", ""), true)).isEmpty();
        assertThat(rows(file("h.tsv", "a\tb\n"), true)).isEmpty();
    }

    @Test
    void next_brokenUtf8_namesByteAndLine() throws IOException {
        byte[] content = "a\tb\n\u00e9\tc\nx\ty\n".getBytes(StandardCharsets.UTF_8);
        content[9] = (byte) 0xE9; // the x of line 3
        Path file = Files.write(folder.resolve("a.tsv"), content);
        assertThatThrownBy(() -> rows(file, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken UTF-8 at byte 9 (line 3, byte 0xe9)");
        Path cut = Files.write(folder.resolve("cut.tsv"), new byte[] {'a', '\n', (byte) 0xC3});
        assertThatThrownBy(() -> rows(cut, true)).hasMessageContaining("broken UTF-8 at byte 2 (line 2");
        Path binary = Files.write(folder.resolve("bin.csv"), new byte[] {'a', '\n', 0, 1});
        assertThatThrownBy(() -> rows(binary, true)).hasMessageContaining("bin.csv:2: a NUL character");
    }

    // Longer than the buffers of 65,536 bytes and characters, with characters of 2 to 4 bytes across their borders.
    @Test
    void next_longRows_areReadAcrossBuffers() throws IOException {
        String text = "a\u00e9\u20ac\uD83D\uDE00".repeat(20_000);
        assertThat(values("a.tsv", text + "\t1\nx" + text + "\t2\n"))
                .containsExactly(List.of(text, "1"), List.of("x" + text, "2"));
        assertThat(values("a.csv", "\"" + text + "\n\",1\n")).containsExactly(List.of(text + "\n", "1"));
    }

    @Test
    void next_rowWithoutEnd_isRefused() throws IOException {
        String text = "x".repeat(Table.LONGEST_ROW + 1);
        Path tsv = file("a.tsv", text);
        assertThatThrownBy(() -> rows(tsv, false)).hasMessageContaining(tsv + ":1: a row of more than");
        Path csv = file("a.csv", "a\n\"" + text);
        assertThatThrownBy(() -> rows(csv, true)).hasMessageContaining(csv + ":2: a row of more than");
    }

    @Test
    void csv_generatedFields_comeBackAsTheyWereQuoted() throws IOException {
        String[] pieces = {"a", ",", "\"", "\n", "\r\n", "\r", " ", "\t", "\u00e9", "\uD83D\uDE00", ""};
        CounterRandom random = CounterRandom.of(1, "csv");
        List<List<String>> table = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        for (int row = 0; row < 2_000; row++) {
            List<String> fields = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                StringBuilder field = new StringBuilder();
                for (int i = random.nextInt(6); i > 0; i--) {
                    field.append(pieces[random.nextInt(pieces.length)]);
                }
                fields.add(field.toString());
                boolean quotes = field.toString().matches("(?s).*[,\"\r\n].*") || random.nextInt(2) == 0;
                csv.append(column == 0 ? "" : ",")
                        .append(quotes ? "\"" + field.toString().replace("\"", "\"\"") + "\"" : field.toString());
            }
            csv.append(random.nextInt(2) == 0 ? "\n" : "\r\n");
            table.add(fields);
        }
        assertThat(values("a.csv", csv.toString())).isEqualTo(table);
    }
}
