package io.github.electra4j.fairness;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One measure of a model, for people and for programs.
 *
 * @param title its name
 * @param what what is in the table, a sentence or some
 * @param columns of the table; the first names the row
 * @param rows of the table
 * @param limits what the figures do not say, a sentence each
 * @param json the same for programs
 */
public record BiasReport(
        String title,
        String what,
        List<String> columns,
        List<List<String>> rows,
        List<String> limits,
        Map<String, @Nullable Object> json) {
    /** Characters of a line of running text. */
    private static final int WIDTH = 110;

    /** As people read it on a terminal. */
    public String toText() {
        int[] widths = new int[columns.size()];
        Arrays.setAll(
                widths,
                c -> Math.max(
                        columns.get(c).length(),
                        rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)));
        StringBuilder text =
                new StringBuilder(title).append("\n\n").append(wrapped(what)).append("\n");
        text.append(line(columns, widths));
        rows.forEach(row -> text.append(line(row, widths)));
        text.append('\n');
        limits.forEach(limit -> text.append(wrapped("What it does not say: " + limit)));
        return text.toString();
    }

    private static String wrapped(String sentences) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : sentences.split(" ")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "" : " ").append(word);
            column += word.length() + (column == 0 ? 0 : 1);
        }
        return text.append('\n').toString();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            line.append(c == 0 ? cells.get(c) + padding : "  " + padding + cells.get(c));
        }
        return line.toString().stripTrailing() + "\n";
    }

    /** As a section of a model card has it below its heading. */
    public String toMarkdown() {
        String table = "|" + columns.stream().map(c -> " " + c + " |").collect(Collectors.joining()) + "\n|"
                + "---|".repeat(columns.size()) + "\n"
                + rows.stream()
                        .map(row -> "|" + row.stream().map(c -> " " + c + " |").collect(Collectors.joining()) + "\n")
                        .collect(Collectors.joining());
        return what + "\n\n" + table + "\nWhat it does not say:\n\n"
                + limits.stream().map(limit -> "- " + limit + "\n").collect(Collectors.joining());
    }
}
