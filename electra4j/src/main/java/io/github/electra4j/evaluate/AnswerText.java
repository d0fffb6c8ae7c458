package io.github.electra4j.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Answers as the official scorers of SQuAD compare them (Rajpurkar et al., 2016, section 6.1): in lower case, without ASCII's punctuation, without
 * the articles, and with one space for any white space. What a letter and what white space is follows Python's {@code re} and {@code str}, in
 * which those scorers are written: combining marks are no part of a word.
 */
public final class AnswerText {
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("(?<![\\p{L}\\p{N}_])(?:a|an|the)(?![\\p{L}\\p{N}_])");
    private static final Pattern SPACES =
            Pattern.compile("[\\t-\\r\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+");

    private AnswerText() {}

    /** The words that are compared, with a space between them; empty where nothing is left. */
    public static String normalized(String answer) {
        String lower = answer.toLowerCase(Locale.ROOT);
        String bare = PUNCTUATION.matcher(lower).replaceAll("");
        String words = ARTICLES.matcher(bare).replaceAll(" ");
        String spaced = SPACES.matcher(words).replaceAll(" ");
        int from = spaced.startsWith(" ") ? 1 : 0;
        int to = spaced.length() > from && spaced.endsWith(" ") ? spaced.length() - 1 : spaced.length();
        return spaced.substring(from, to);
    }

    /** Whether two normalised answers are the same: 1 or 0. */
    static double exact(String gold, String predicted) {
        return gold.equals(predicted) ? 1 : 0;
    }

    /** F1 of the words that two normalised answers share, each as often as both have it; 0 where they share none. */
    static double f1(String gold, String predicted) {
        List<String> goldWords = words(gold);
        List<String> predictedWords = words(predicted);
        Map<String, Integer> left = new HashMap<>();
        goldWords.forEach(word -> left.merge(word, 1, Integer::sum));
        int same = 0;
        for (String word : predictedWords) {
            int n = left.getOrDefault(word, 0);
            if (n > 0) {
                left.put(word, n - 1);
                same++;
            }
        }
        if (same == 0) {
            return 0;
        }
        double precision = (double) same / predictedWords.size();
        double recall = (double) same / goldWords.size();
        return 2 * precision * recall / (precision + recall);
    }

    private static List<String> words(String normalized) {
        return normalized.isEmpty() ? List.of() : List.of(normalized.split(" "));
    }
}
