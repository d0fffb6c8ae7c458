package io.github.electra4j.task;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known name that a misspelt one was most probably meant to be: a column, a label, a setting, a command, an option. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name with the fewest edits (insertions, deletions, replacements, exchanges of neighbours), case aside, the first of
     * equals; null where even that one takes more than a third of the longer name's length.
     */
    public static @Nullable String of(String wanted, Collection<String> known) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String name : known) {
            int edits = edits(
                    wanted.toLowerCase(Locale.ROOT).strip(),
                    name.toLowerCase(Locale.ROOT).strip());
            if (edits < fewest && 3 * edits <= Math.max(wanted.length(), name.length())) {
                best = name;
                fewest = edits;
            }
        }
        return best;
    }

    /** The restricted Damerau-Levenshtein distance. */
    static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean exchanged =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (exchanged) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
