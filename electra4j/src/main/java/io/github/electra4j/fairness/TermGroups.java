package io.github.electra4j.fairness;

import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Identity terms in groups, which are compared with each other within a dimension: "she" in the group female of the dimension gender. Each
 * dimension looks at a text by itself: "old man" is of an age, and its "man" of a gender.
 *
 * @param groups in the order of the file
 * @param byTerm numbers of the groups of each term, one of a dimension at most; the term's words are joined by spaces
 * @param longest most words of a term
 */
public record TermGroups(List<Group> groups, Map<String, List<Integer>> byTerm, int longest) {
    private static final String ENGLISH = "english-terms.tsv";

    /**
     * A group.
     *
     * @param dimension what the groups that it is compared with have in common
     * @param name of the group
     */
    public record Group(String dimension, String name) {}

    public TermGroups {
        groups = List.copyOf(groups);
        byTerm = Map.copyOf(byTerm);
    }

    /** A small list of English terms of gender, religion, origin, age, disability and orientation. */
    public static TermGroups english() {
        try (InputStream in = Objects.requireNonNull(TermGroups.class.getResourceAsStream(ENGLISH))) {
            return of(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    ENGLISH);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The user's own.
     *
     * @param file lines of a dimension, a group and a term with TABs between; without a dimension all groups are compared. Blank lines and those
     *     that begin with {@code #} are nothing.
     * @throws IllegalArgumentException where a line is not so, or a term stands in two groups of a dimension
     */
    public static TermGroups read(Path file) throws IOException {
        return of(WholeText.lines(file), file.toString());
    }

    private static TermGroups of(List<String> lines, String file) {
        List<Group> groups = new ArrayList<>();
        Map<String, List<Integer>> byTerm = new HashMap<>();
        int longest = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.strip().split("\t");
            List<String> words = Words.of(fields[fields.length - 1]);
            if (fields.length < 2 || fields.length > 3 || words.isEmpty()) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": \"" + line
                        + "\", expected a dimension, a group and a term with TABs between, or a group and a term");
            }
            Group group = fields.length == 3
                    ? new Group(fields[0].strip(), fields[1].strip())
                    : new Group("terms", fields[0].strip());
            int number = groups.indexOf(group);
            if (number < 0) {
                number = groups.size();
                groups.add(group);
            }
            longest = Math.max(longest, words.size());
            String term = String.join(" ", words);
            List<Integer> of = byTerm.computeIfAbsent(term, key -> new ArrayList<>());
            for (int other : of) {
                Group before = groups.get(other);
                if (other != number && before.dimension().equals(group.dimension())) {
                    throw new IllegalArgumentException(file + ":" + (i + 1) + ": \"" + term + "\" stands in "
                            + before.name() + " already; a term is of one group of a dimension");
                }
            }
            if (!of.contains(number)) {
                of.add(number);
            }
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException(file + ": no terms");
        }
        return new TermGroups(groups, byTerm, longest);
    }
}
