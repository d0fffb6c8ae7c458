package io.github.electra4j.vocab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What Hugging Face's BERT tokenizer knows about characters, whatever Unicode version the Java run time has.
 *
 * <p>The tables come from {@code bert-characters.txt}, which says how it was made.
 */
final class BertCharacters {
    /** The only instance. */
    static final BertCharacters PINNED = load();

    // Hangul syllables are decomposed by arithmetic (The Unicode Standard, section 3.12).
    private static final int HANGUL_FIRST = 0xAC00;
    private static final int HANGUL_COUNT = 11172;
    private static final int LEADING = 0x1100;
    private static final int VOWEL = 0x1161;
    private static final int TRAILING = 0x11A7;
    private static final int VOWELS = 21;
    private static final int TRAILINGS = 28;

    private final BitSet removed = new BitSet();
    private final BitSet space = new BitSet();
    private final BitSet punctuation = new BitSet();
    private final BitSet ideograph = new BitSet();
    private final BitSet mark = new BitSet();
    /** Whatever has an entry of any kind. */
    private final BitSet special = new BitSet();

    private final Map<Integer, Integer> combining = new HashMap<>();
    private final Map<Integer, int[]> lower = new HashMap<>();
    private final Map<Integer, int[]> decomposition = new HashMap<>();

    private BertCharacters() {
        special.set(HANGUL_FIRST, HANGUL_FIRST + HANGUL_COUNT);
        removed.set(Character.MIN_SURROGATE, Character.MAX_SURROGATE + 1);
        special.or(removed);
    }

    private static BertCharacters load() {
        BertCharacters characters = new BertCharacters();
        String name = "bert-characters.txt";
        try (InputStream in = Objects.requireNonNull(BertCharacters.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> characters.add(line.split(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return characters;
    }

    private void add(String[] fields) {
        int first = hexadecimal(fields[1]);
        switch (fields[0]) {
            case "removed" -> range(removed, first, fields[2]);
            case "space" -> range(space, first, fields[2]);
            case "punctuation" -> range(punctuation, first, fields[2]);
            case "ideograph" -> range(ideograph, first, fields[2]);
            case "mark" -> range(mark, first, fields[2]);
            case "lower" -> lower.put(first, codePoints(fields));
            case "decomposition" -> decomposition.put(first, codePoints(fields));
            case "combining" -> {
                for (int c = hexadecimal(fields[2]); c <= hexadecimal(fields[3]); c++) {
                    combining.put(c, Integer.valueOf(fields[1]));
                    special.set(c);
                }
            }
            default -> throw new IllegalStateException("bert-characters.txt: unknown class " + fields[0]);
        }
        special.set(first);
    }

    private void range(BitSet set, int first, String last) {
        set.set(first, hexadecimal(last) + 1);
        special.set(first, hexadecimal(last) + 1);
    }

    private static int hexadecimal(String number) {
        return Integer.parseInt(number, 16);
    }

    private static int[] codePoints(String[] fields) {
        return Arrays.stream(fields)
                .skip(2)
                .mapToInt(BertCharacters::hexadecimal)
                .toArray();
    }

    /** Control, format and private characters, U+FFFD, and the halves of surrogate pairs. */
    boolean isRemoved(int c) {
        return removed.get(c);
    }

    boolean isSpace(int c) {
        return space.get(c);
    }

    /** Punctuation, and every visible ASCII character that is neither letter nor digit. */
    boolean isPunctuation(int c) {
        return punctuation.get(c);
    }

    /** CJK ideographs in the blocks that BERT's authors chose; neither kana nor Hangul. */
    boolean isIdeograph(int c) {
        return ideograph.get(c);
    }

    /** Non-spacing marks: what is dropped where accents are stripped. */
    boolean isMark(int c) {
        return mark.get(c);
    }

    /** The canonical combining class; 0 for what is never reordered. */
    int combiningClass(int c) {
        return combining.getOrDefault(c, 0);
    }

    /** The full canonical decomposition, the character itself if it has none. */
    int[] decompose(int c) {
        int syllable = c - HANGUL_FIRST;
        if (syllable >= 0 && syllable < HANGUL_COUNT) {
            int leading = LEADING + syllable / (VOWELS * TRAILINGS);
            int vowel = VOWEL + syllable % (VOWELS * TRAILINGS) / TRAILINGS;
            int trailing = TRAILING + syllable % TRAILINGS;
            return trailing == TRAILING ? new int[] {leading, vowel} : new int[] {leading, vowel, trailing};
        }
        int[] parts = decomposition.get(c);
        return parts == null ? new int[] {c} : parts;
    }

    /** The lower-case form of a character by itself: without locale, without looking at its neighbours. */
    int[] lower(int c) {
        int[] parts = lower.get(c);
        return parts == null ? new int[] {c} : parts;
    }
}
