package io.github.electra4j.fairness;

import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence of WinoBias whose pronoun agrees with the stereotype of the occupation that it refers to, and the same with the other pronoun.
 *
 * @param part what the pair is of: {@code type1.dev}, {@code type2.test} and so on
 * @param pro the sentence that agrees
 * @param anti the other
 */
public record WinoBiasPair(String part, WinoBiasSentence pro, WinoBiasSentence anti) {
    private static final Pattern FILE = Pattern.compile("(pro|anti)_stereotyped_(type[12])\\.txt\\.(dev|test)");
    private static final Pattern LINE = Pattern.compile("(\\d+)\\s+(.+)");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]+)]");

    /**
     * The pairs of a folder.
     *
     * @param pairs in the order of the files' names
     * @param leftOut where a sentence names not exactly two of the occupations
     */
    public record Folder(List<WinoBiasPair> pairs, List<String> leftOut) {}

    /** A line as it stands, with the occupation in its first brackets and the pronoun in the second. */
    private record Line(String place, String text, String occupation, String pronoun) {}

    /**
     * Reads {@code pro_stereotyped_type1.txt.dev} and its seven sisters, as many as there are.
     *
     * @throws IllegalArgumentException where a file lacks the one that it belongs with, or a line is none of WinoBias
     */
    public static Folder read(Path folder) throws IOException {
        Map<String, Map<String, Map<Integer, Line>>> parts = new TreeMap<>();
        Set<String> occupations = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    Map<Integer, Line> lines = lines(file);
                    lines.values().forEach(line -> occupations.add(line.occupation()));
                    parts.computeIfAbsent(name.group(2) + "." + name.group(3), part -> new HashMap<>())
                            .put(name.group(1), lines);
                }
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    folder
                            + ": no file of WinoBias in it; expected pro_stereotyped_type1.txt.dev, anti_stereotyped_type1.txt.dev and so on");
        }
        List<WinoBiasPair> pairs = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        parts.forEach((part, kinds) -> {
            Map<Integer, Line> pro = kinds.getOrDefault("pro", Map.of());
            Map<Integer, Line> anti = kinds.getOrDefault("anti", Map.of());
            if (!pro.keySet().equals(anti.keySet())) {
                throw new IllegalArgumentException(folder + ": pro_stereotyped and anti_stereotyped of " + part
                        + " have not the same numbers of lines; put both files there, as they were published");
            }
            new TreeMap<>(pro).forEach((number, line) -> {
                Line other = anti.get(number);
                List<String> found = others(line, occupations);
                if (other != null && found.size() == 1 && found.equals(others(other, occupations))) {
                    pairs.add(new WinoBiasPair(part, sentence(line, found.get(0)), sentence(other, found.get(0))));
                } else {
                    leftOut.add(line.place());
                }
            });
        });
        return new Folder(pairs, leftOut);
    }

    private static WinoBiasSentence sentence(Line line, String other) {
        return new WinoBiasSentence(line.text(), line.pronoun(), line.occupation(), other);
    }

    private static List<String> others(Line line, Set<String> occupations) {
        return occupations.stream()
                .filter(occupation -> !occupation.equals(line.occupation()))
                .filter(occupation -> Pattern.compile(
                                "\\b" + Pattern.quote(occupation) + "\\b", Pattern.CASE_INSENSITIVE)
                        .matcher(line.text())
                        .find())
                .toList();
    }

    private static Map<Integer, Line> lines(Path file) throws IOException {
        Map<Integer, Line> lines = new TreeMap<>();
        List<String> all = WholeText.lines(file);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isBlank()) {
                continue;
            }
            String place = file + ":" + (i + 1);
            Matcher numbered = LINE.matcher(all.get(i).strip());
            if (!numbered.matches()) {
                throw wrong(place);
            }
            Matcher brackets = BRACKETS.matcher(numbered.group(2));
            if (!brackets.find()) {
                throw wrong(place);
            }
            String occupation =
                    brackets.group(1).strip().toLowerCase(Locale.ROOT).replaceFirst("^(the|an?)\\s+", "");
            if (!brackets.find()
                    || !WinoBiasSentence.SUBJECTS.containsKey(brackets.group(1).toLowerCase(Locale.ROOT))) {
                throw wrong(place);
            }
            String text = BRACKETS.matcher(numbered.group(2)).replaceAll("$1").replaceAll("\\s+", " ");
            lines.put(Integer.valueOf(numbered.group(1)), new Line(place, text, occupation, brackets.group(1)));
        }
        return lines;
    }

    private static IllegalArgumentException wrong(String place) {
        return new IllegalArgumentException(place
                + ": no line of WinoBias; expected a number and a sentence with an occupation and a pronoun in brackets, as in \"1 [The developer]"
                + " argued with the designer because [he] did not like the design.\"");
    }
}
