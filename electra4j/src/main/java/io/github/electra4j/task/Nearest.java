package io.github.electra4j.task;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known name that a misspelt one was most probably meant to be. */
public final class Nearest {
    private Nearest() {}

    /** The name with the fewest edits, case aside, if they are at most a third of its length; else null. */
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

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(exchanged, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
