package io.github.electra4j.data;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each word stands in a text, and its decile: the words in falling order of frequency, cut where each tenth
 * of the running text ends. The first deciles hold a few words (of, a, the), the last one most of the vocabulary.
 */
final class WordFrequencies {
    private static final int DECILES = 10;

    private final Map<String, Integer> counts;
    private final Map<String, Integer> deciles;
    private final List<List<String>> members;
    private final long[] mass;

    private WordFrequencies(Map<String, Integer> counts) {
        this.counts = counts;
        this.deciles = new HashMap<>(counts.size() * 2);
        this.members = new ArrayList<>();
        this.mass = new long[DECILES];
        for (int d = 0; d < DECILES; d++) {
            members.add(new ArrayList<>());
        }
        List<Map.Entry<String, Integer>> order = new ArrayList<>(counts.entrySet());
        order.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        long total = counts.values().stream().mapToLong(Integer::longValue).sum();
        long before = 0;
        for (Map.Entry<String, Integer> entry : order) {
            int decile = (int) (DECILES * before / total);
            members.get(decile).add(entry.getKey());
            deciles.put(entry.getKey(), decile);
            mass[decile] += entry.getValue();
            before += entry.getValue();
        }
    }

    /** Counts the words of these glosses, lemmas included. */
    static WordFrequencies of(Iterable<Gloss> glosses) {
        Map<String, Integer> counts = new HashMap<>();
        for (Gloss gloss : glosses) {
            for (String word : words(gloss.text())) {
                if (isWord(word)) {
                    counts.merge(word, 1, Integer::sum);
                }
            }
        }
        return new WordFrequencies(counts);
    }

    /** Lower-cased runs of letters and digits, and every other character but white space alone: BERT's words. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean inWord = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord) {
                if (start >= 0) {
                    words.add(lower.substring(start, i));
                    start = -1;
                }
                if (i < lower.length() && !Character.isWhitespace(lower.charAt(i))) {
                    words.add(lower.substring(i, i + 1));
                }
            }
        }
        return words;
    }

    /** Whether this is a word, not a number or a mark. */
    static boolean isWord(String word) {
        return word.chars().allMatch(Character::isLetter);
    }

    /** How often a word stands in the text; 0 for an unknown one. */
    int count(String word) {
        return counts.getOrDefault(word, 0);
    }

    /** Decile of a word, 0 the most frequent; -1 for an unknown one. */
    int decile(String word) {
        return deciles.getOrDefault(word, -1);
    }

    /**
     * Another word of the same decile, drawn by frequency, so that the frequency of a word says nothing about whether
     * it was exchanged. Null where there is none: an unknown word, or one alone in its decile.
     */
    @Nullable
    String exchange(String word, CounterRandom random) {
        int decile = decile(word);
        if (decile < 0 || members.get(decile).size() < 2) {
            return null;
        }
        // A uniform place in the decile's running text without the word itself.
        long place = random.nextLong(mass[decile] - count(word));
        for (String other : members.get(decile)) {
            if (!other.equals(word)) {
                place -= count(other);
                if (place < 0) {
                    return other;
                }
            }
        }
        throw new IllegalStateException("decile " + decile + " ended before its mass " + mass[decile]);
    }
}
