package io.github.electra4j.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts as words that can be compared: runs of letters, marks and digits in lower case; all else parts them, and an s behind an apostrophe is none. */
final class Words {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); ) {
            int c = i < text.length() ? text.codePointAt(i) : ' ';
            boolean inside = Character.isLetterOrDigit(c)
                    || Character.getType(c) == Character.NON_SPACING_MARK
                    || Character.getType(c) == Character.COMBINING_SPACING_MARK;
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                String word = text.substring(from, i).toLowerCase(Locale.ROOT);
                // What "women's" has behind its mark is no word.
                if (!word.equals("s") || from == 0 || !isApostrophe(text.charAt(from - 1))) {
                    words.add(word);
                }
                from = -1;
            }
            i += Character.charCount(c);
        }
        return words;
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
