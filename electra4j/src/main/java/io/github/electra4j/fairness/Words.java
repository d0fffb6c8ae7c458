package io.github.electra4j.fairness;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Texts as words that can be compared: runs of letters, marks and digits in lower case, marks in one character with their letter where there is
 * one (NFC); all else parts them, and an s behind an apostrophe is none. Where words have no spaces between them a character with its marks is one.
 */
final class Words {
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** The first letter of these scripts, that of Thai. */
    private static final int FIRST_WITHOUT_SPACES = 0x0E01;

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Words() {}

    static List<String> of(String paragraph) {
        String text = Normalizer.normalize(paragraph, Form.NFC);
        List<String> words = new ArrayList<>();
        int from = -1;
        boolean alone = false;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            boolean mark = isMark(c);
            boolean inside = mark || Character.isLetterOrDigit(c);
            boolean begins = inside && !mark && (alone || isWithoutSpaces(c));
            if (from >= 0 && (!inside || begins)) {
                String word = text.substring(from, i).toLowerCase(Locale.ROOT);
                // What "women's" has behind its mark is no word.
                if (!word.equals("s") || from == 0 || !isApostrophe(text.charAt(from - 1))) {
                    words.add(word);
                }
                from = -1;
            }
            if (inside && from < 0) {
                from = i;
                alone = isWithoutSpaces(c);
            }
            i += Character.charCount(c);
        }
        return words;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isWithoutSpaces(int c) {
        return c >= FIRST_WITHOUT_SPACES && WITHOUT_SPACES.contains(UnicodeScript.of(c));
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019';
    }

    /** 64 bits of a word. */
    static long hash(String word) {
        long hash = word.length() * STEP;
        for (int i = 0; i < word.length(); i++) {
            hash = mixed(hash ^ word.charAt(i));
        }
        return hash;
    }

    /** 64 bits of some words in their order. */
    static long hash(long[] hashes, int from, int to) {
        long hash = (long) to - from;
        for (int i = from; i < to; i++) {
            hash = mixed(hash * STEP ^ hashes[i]);
        }
        return hash;
    }

    static long[] hashes(List<String> words) {
        return words.stream().mapToLong(Words::hash).toArray();
    }

    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
