package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A section of a model card that is measured after the model was written, and again: the card keeps the newest. */
public final class CardSection {
    private static final String HEADING = "## ";

    private CardSection() {}

    /**
     * Puts a section into the card of a model directory in place of the one with the same title, or at the end. The card is the old one or the new
     * one, never a part; a directory without a card gets one.
     *
     * @param title of the section, one line
     * @param content Markdown without headings of the first two levels
     * @throws IllegalArgumentException where the card is not UTF-8
     */
    public static void write(Path directory, String title, String content) throws IOException {
        AtomicFiles.writeString(directory.resolve(ModelCard.NAME), replaced(card(directory), title, content));
    }

    /**
     * The card that a section would be put into, as it is, or the beginning of one: to be read before hours of measuring are to go into it.
     *
     * @throws IllegalArgumentException where it is not UTF-8
     */
    public static String card(Path directory) throws IOException {
        Path file = directory.resolve(ModelCard.NAME);
        if (!Files.exists(file)) {
            return "# " + directory.toAbsolutePath().normalize().getFileName() + "\n";
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + ": not UTF-8; convert it to UTF-8, or move it away to have a new one", e);
        }
    }

    static String replaced(String card, String title, String content) {
        List<String> lines = new ArrayList<>(card.lines().toList());
        int from = next(lines, 0, HEADING + title);
        if (from == lines.size()) {
            while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
                lines.remove(lines.size() - 1);
            }
            lines.add("");
            from = lines.size();
        } else {
            lines.subList(from, next(lines, from + 1, HEADING)).clear();
        }
        List<String> section = new ArrayList<>(List.of(HEADING + title, ""));
        section.addAll(content.strip().lines().toList());
        if (from < lines.size()) {
            section.add("");
        }
        lines.addAll(from, section);
        return String.join("\n", lines) + "\n";
    }

    /** The first line from one on that is a heading, or this heading; what stands between fences is no heading. */
    private static int next(List<String> lines, int from, String heading) {
        boolean fenced = false;
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i);
            fenced ^= line.startsWith("```");
            boolean found = heading.equals(HEADING) ? line.startsWith(HEADING) : line.equals(heading);
            if (!fenced && found) {
                return i;
            }
        }
        return lines.size();
    }
}
