package io.github.electra4j.vocab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The characters that become pieces of their own: the most frequent ones, until they make up a share of the text.
 *
 * @param characters code points, ascending, each a piece
 * @param continuing those of them that also become a piece behind {@code ##}, ascending
 * @param dropped characters of the text that are no piece
 * @param crowded whether characters within the coverage are no pieces, for want of room
 * @param unknownWords occurrences of words with a dropped character, which the tokenizer will call [UNK]
 * @param unknownDistinct distinct words among these
 */
record Alphabet(
        int[] characters, int[] continuing, int dropped, boolean crowded, long unknownWords, int unknownDistinct) {

    /** One character on its way: how often it stands, and whether ever inside a word. */
    private static final class Tally {
        final int character;
        long count;
        boolean inside;

        Tally(int character) {
            this.character = character;
        }
    }

    /**
     * The alphabet of counted words.
     *
     * @param coverage share of all characters that the kept ones make up at least
     * @param room most pieces that characters may take; the rarest beyond it are dropped whatever the coverage
     */
    static Alphabet of(WordTable words, double coverage, int room) {
        Map<Integer, Tally> tallies = new HashMap<>();
        Tally[] basic = new Tally[Character.MAX_VALUE + 1];
        long total = 0;
        char[] text = words.characters();
        for (int w = 0; w < words.size(); w++) {
            long times = words.count(w);
            int start = words.start(w);
            int end = words.end(w);
            for (int at = start; at < end; ) {
                int c = Character.codePointAt(text, at, end);
                Tally tally = c < basic.length ? basic[c] : tallies.get(c);
                if (tally == null) {
                    tally = new Tally(c);
                    tallies.put(c, tally);
                    if (c < basic.length) {
                        basic[c] = tally;
                    }
                }
                tally.count += times;
                tally.inside |= at > start;
                total += times;
                at += Character.charCount(c);
            }
        }
        List<Tally> kept = mostFrequent(tallies.values().stream().toList(), coverage * total, room);
        int[] characters = kept.stream().mapToInt(t -> t.character).sorted().toArray();
        long covered = kept.stream().mapToLong(t -> t.count).sum();
        return ofKept(words, characters, tallies.size() - characters.length, covered < coverage * total);
    }

    private static List<Tally> mostFrequent(List<Tally> all, double share, int room) {
        List<Tally> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong((Tally t) -> -t.count).thenComparingInt(t -> t.character));
        List<Tally> kept = new ArrayList<>();
        long covered = 0;
        int pieces = 0;
        for (Tally tally : sorted) {
            pieces += tally.inside ? 2 : 1;
            if (covered >= share || pieces > room) {
                break;
            }
            kept.add(tally);
            covered += tally.count;
        }
        return kept;
    }

    /** Only words that are spelled with kept characters throughout say which characters continue a word. */
    private static Alphabet ofKept(WordTable words, int[] characters, int dropped, boolean crowded) {
        Ids ids = new Ids(characters, 0);
        boolean[] inside = new boolean[characters.length];
        long unknown = 0;
        int distinct = 0;
        char[] text = words.characters();
        for (int w = 0; w < words.size(); w++) {
            int start = words.start(w);
            int end = words.end(w);
            if (!ids.spell(text, start, end)) {
                unknown += words.count(w);
                distinct++;
                continue;
            }
            for (int at = Character.offsetByCodePoints(text, start, end - start, start, 1); at < end; ) {
                int c = Character.codePointAt(text, at, end);
                inside[ids.of(c)] = true;
                at += Character.charCount(c);
            }
        }
        List<Integer> continuing = new ArrayList<>();
        for (int i = 0; i < characters.length; i++) {
            if (inside[i]) {
                continuing.add(characters[i]);
            }
        }
        return new Alphabet(
                characters,
                continuing.stream().mapToInt(Integer::intValue).toArray(),
                dropped,
                crowded,
                unknown,
                distinct);
    }

    /** Numbers for characters: the place in a list plus an offset, or -1. */
    static final class Ids {
        private final int[] basic = new int[Character.MAX_VALUE + 1];
        private final Map<Integer, Integer> supplementary = new HashMap<>();

        Ids(int[] characters, int offset) {
            Arrays.fill(basic, -1);
            for (int i = 0; i < characters.length; i++) {
                if (characters[i] < basic.length) {
                    basic[characters[i]] = offset + i;
                } else {
                    supplementary.put(characters[i], offset + i);
                }
            }
        }

        int of(int character) {
            return character < basic.length ? basic[character] : supplementary.getOrDefault(character, -1);
        }

        /** Whether every character of a word has a number. */
        boolean spell(char[] text, int start, int end) {
            for (int at = start; at < end; ) {
                int c = Character.codePointAt(text, at, end);
                if (of(c) < 0) {
                    return false;
                }
                at += Character.charCount(c);
            }
            return true;
        }
    }
}
