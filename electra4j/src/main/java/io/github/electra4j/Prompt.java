package io.github.electra4j;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.LabeledText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Classification without any training: a sentence is written around the text with a word for each label, its verbalizer, and the label
 * whose word the model finds the least out of place is the answer (Xia et al., Prompting ELECTRA, 2022, section 3; of a masked LM Schick
 * and Schütze, 2021). A word of several pieces counts with the mean of their scores.
 *
 * @param template with {@code {text}} where the text goes, {@code [MASK]} where the word goes and, for pairs, {@code {pair}}
 * @param verbalizers the word of each label
 */
public record Prompt(String template, Map<String, String> verbalizers) {
    private static final String TEXT = "{text}";
    private static final String PAIR = "{pair}";
    private static final String MASK = "[MASK]";

    /**
     * Checks that template and words can be put together.
     *
     * @throws IllegalArgumentException where a place is missing or there twice, or there are fewer than two labels
     */
    public Prompt {
        verbalizers = Collections.unmodifiableMap(new LinkedHashMap<>(verbalizers));
        requireOnce(template, TEXT);
        requireOnce(template, MASK);
        if (verbalizers.size() < 2) {
            throw new IllegalArgumentException(
                    "verbalizers: " + verbalizers.size() + ", expected one for each of at least two labels");
        }
        verbalizers.forEach((label, word) -> {
            if (word.isBlank()) {
                throw new IllegalArgumentException("verbalizer of \"" + label + "\": expected a word");
            }
        });
    }

    private static void requireOnce(String template, String place) {
        int first = template.indexOf(place);
        if (first < 0 || first != template.lastIndexOf(place)) {
            throw new IllegalArgumentException(
                    "prompt: \"" + template + "\", expected " + place + " once, as in \"{text} It was [MASK].\"");
        }
    }

    /**
     * A text in its prompt.
     *
     * @param text with a word in place of the mask
     * @param start first UTF-16 unit of the word
     * @param end UTF-16 unit behind it
     */
    record Filled(String text, int start, int end) {}

    /** Puts text, pair and word into their places; what looks like a place inside the text stays as it is. */
    Filled fill(String text, @Nullable String pair, String word) {
        StringBuilder filled = new StringBuilder();
        int start = 0;
        for (int i = 0; i < template.length(); ) {
            if (template.startsWith(TEXT, i)) {
                filled.append(text.strip());
                i += TEXT.length();
            } else if (template.startsWith(PAIR, i)) {
                filled.append(pair == null ? "" : pair.strip());
                i += PAIR.length();
            } else if (template.startsWith(MASK, i)) {
                start = filled.length();
                filled.append(word);
                i += MASK.length();
            } else {
                filled.append(template.charAt(i++));
            }
        }
        return new Filled(filled.toString(), start, start + word.length());
    }

    /** Whether texts come in pairs. */
    public boolean isOfPairs() {
        return template.contains(PAIR);
    }

    /** The labels in their order. */
    public List<String> labels() {
        return List.copyOf(verbalizers.keySet());
    }

    /**
     * Probabilities of the labels for each text, {@code [texts][labels]}: the softmax of the words' scores.
     *
     * @param calibrated whether each word's mean score over these texts is taken off first, so that no word is ahead by being frequent
     *     (batch calibration: Zhou et al., 2023, section 3.2); needs no labels, but many texts
     * @throws IllegalArgumentException where the model does not score texts
     */
    public double[][] probabilities(Electra electra, List<LabeledText> rows, boolean calibrated) {
        List<Filled> filled = new ArrayList<>();
        for (LabeledText row : rows) {
            verbalizers.values().forEach(word -> filled.add(fill(row.text(), row.pair(), word)));
        }
        List<TextScore> scores = electra.score(filled.stream().map(Filled::text).toList());
        double[][] ofWords = new double[rows.size()][verbalizers.size()];
        for (int i = 0; i < filled.size(); i++) {
            ofWords[i / verbalizers.size()][i % verbalizers.size()] = score(scores.get(i), filled.get(i));
        }
        return probabilities(ofWords, calibrated);
    }

    /** The softmax of each row, less the means of the columns where that is wanted. */
    static double[][] probabilities(double[][] scores, boolean calibrated) {
        double[] means = new double[scores.length == 0 ? 0 : scores[0].length];
        if (calibrated) {
            Arrays.setAll(means, c -> Arrays.stream(scores)
                    .mapToDouble(row -> row[c])
                    .average()
                    .orElse(0));
        }
        double[][] probabilities = new double[scores.length][];
        for (int r = 0; r < scores.length; r++) {
            double[] row = scores[r].clone();
            Arrays.setAll(row, c -> row[c] - means[c]);
            double greatest = Arrays.stream(row).max().orElse(0);
            double sum =
                    Arrays.stream(row).map(score -> Math.exp(score - greatest)).sum();
            Arrays.setAll(row, c -> Math.exp(row[c] - greatest) / sum);
            probabilities[r] = row;
        }
        return probabilities;
    }

    /** Mean score of the pieces of the word. */
    private static double score(TextScore scores, Filled filled) {
        return scores.tokens().stream()
                .filter(token -> token.start() < filled.end() && token.end() > filled.start())
                .mapToDouble(ScoredToken::score)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("verbalizer \""
                        + filled.text().substring(filled.start(), filled.end())
                        + "\": the tokenizer makes no piece of it; choose another word"));
    }

    /**
     * The figures of labelled texts.
     *
     * @throws IllegalArgumentException where a label has no word, by file and line
     */
    public Evaluation evaluate(Electra electra, List<LabeledText> rows, boolean calibrated) {
        return Evaluation.ofClasses(gold(rows), probabilities(electra, rows, calibrated), labels());
    }

    /** The class of every text that is the most frequent of them, as figures: what answers without reading. */
    public Evaluation majority(List<LabeledText> rows) {
        int[] gold = gold(rows);
        double[] shares = new double[verbalizers.size()];
        for (int label : gold) {
            shares[label] += 1.0 / gold.length;
        }
        double[][] probabilities = new double[gold.length][];
        Arrays.fill(probabilities, shares);
        return Evaluation.ofClasses(gold, probabilities, labels());
    }

    private int[] gold(List<LabeledText> rows) {
        List<String> labels = labels();
        return rows.stream()
                .mapToInt(row -> {
                    int label = labels.indexOf(Objects.requireNonNull(row.label()));
                    if (label < 0) {
                        throw new IllegalArgumentException(row.place() + ": the label \"" + row.label()
                                + "\" has no word; there are " + String.join(", ", labels) + ": add --verbalizer "
                                + row.label() + "=WORD");
                    }
                    return label;
                })
                .toArray();
    }
}
