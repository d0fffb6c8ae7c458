package io.github.electra4j.vocab;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes of each character before word pieces are looked for: BERT's cleaning, normalisation and splitting, character
 * by character, for the trainer.
 *
 * <p>A rule is a number: a character that goes on with the word; a character with {@link #ALONE}, which is a word by
 * itself; {@link #SPACE}, {@link #REMOVED}; or below these, several rules in a row. Immutable.
 */
final class CharacterRules {
    /** The character ends a word and is gone. */
    static final int SPACE = -1;

    /** The character is gone, as if it had never been there. */
    static final int REMOVED = -2;

    /** Added to a character that is a word by itself: punctuation, and ideographs where they are split. */
    static final int ALONE = 1 << 21;

    private static final Map<TokenizerOptions, CharacterRules> KNOWN = new ConcurrentHashMap<>();

    private final boolean lowerCase;
    private final boolean stripAccents;
    private final boolean splitCjk;
    private final int[] basic = new int[Character.MAX_VALUE + 1];
    private final List<int[]> rows = new ArrayList<>();

    private CharacterRules(TokenizerOptions options) {
        lowerCase = options.lowerCase();
        stripAccents = options.stripAccents();
        splitCjk = options.splitCjk();
        for (int c = 0; c < basic.length; c++) {
            int[] row = row(c);
            if (row.length > 1) {
                basic[c] = REMOVED - 1 - rows.size();
                rows.add(row);
            } else {
                basic[c] = row[0];
            }
        }
    }

    static CharacterRules of(TokenizerOptions options) {
        return KNOWN.computeIfAbsent(options, CharacterRules::new);
    }

    /** The rule of a UTF-16 unit that is no surrogate. */
    int rule(char c) {
        return basic[c];
    }

    /** The rules that a rule below {@link #REMOVED} stands for. */
    int[] expand(int rule) {
        return rows.get(REMOVED - 1 - rule);
    }

    /** The rules of any code point, one or several, none of which stands for others. */
    int[] row(int c) {
        if (isWhitespace(c)) {
            return new int[] {SPACE};
        }
        if (isRemoved(c)) {
            return new int[] {REMOVED};
        }
        boolean ideograph = splitCjk && isIdeograph(c);
        int[] parts = {c};
        if (stripAccents && c >= 128) {
            parts = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                    .codePoints()
                    .filter(d -> Character.getType(d) != Character.NON_SPACING_MARK)
                    .toArray();
        }
        List<Integer> row = new ArrayList<>();
        for (int part : parts) {
            if (lowerCase && part == 0x130) {
                row.add((int) 'i');
                row.add(0x307);
            } else {
                int lower = lowerCase ? Character.toLowerCase(part) : part;
                row.add(ideograph || isPunctuation(lower) ? lower + ALONE : lower);
            }
        }
        return row.isEmpty()
                ? new int[] {REMOVED}
                : row.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isWhitespace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isRemoved(int c) {
        if (c == 0 || c == 0xFFFD) {
            return true;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
