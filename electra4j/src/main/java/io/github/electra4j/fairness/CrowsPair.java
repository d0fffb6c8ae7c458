package io.github.electra4j.fairness;

import io.github.electra4j.task.Row;
import io.github.electra4j.task.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair of CrowS-Pairs (Nangia et al., 2020): two sentences that differ in whom they are about.
 *
 * @param more the more stereotypical sentence
 * @param less the less stereotypical sentence
 * @param direction {@code stereo} where {@code more} states a stereotype, {@code antistereo} where {@code less} violates one
 * @param type what the stereotype is about, such as {@code gender}
 */
public record CrowsPair(String more, String less, String direction, String type) {
    /**
     * Reads {@code crows_pairs_anonymized.csv}, or a table of the user's own with its columns {@code sent_more}, {@code sent_less},
     * {@code stereo_antistereo} and {@code bias_type}.
     *
     * @throws IllegalArgumentException where a column is missing or empty, or a direction is neither of the two
     */
    public static List<CrowsPair> read(Path file) throws IOException {
        List<CrowsPair> pairs = new ArrayList<>();
        try (Table table = Table.open(file, true)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                pairs.add(new CrowsPair(
                        value(table, row, "sent_more"),
                        value(table, row, "sent_less"),
                        direction(table, row),
                        value(table, row, "bias_type")));
            }
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(file + ": no pairs below the header");
        }
        return pairs;
    }

    private static String direction(Table table, Row row) {
        String direction = value(table, row, "stereo_antistereo");
        if (!direction.equals("stereo") && !direction.equals("antistereo")) {
            throw new IllegalArgumentException(
                    row.place() + ": stereo_antistereo is \"" + direction + "\", expected stereo or antistereo");
        }
        return direction;
    }

    private static String value(Table table, Row row, String column) {
        int index = row.column(column);
        @Nullable String value = index < 0 ? null : row.values().get(index);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    (index < 0 ? table.placeOfNames(row) : row.place()) + ": no \"" + column
                            + "\"; expected the columns sent_more, sent_less, stereo_antistereo and bias_type of CrowS-Pairs, all filled");
        }
        return value.strip();
    }
}
