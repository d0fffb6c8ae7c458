package io.github.electra4j;

import io.github.electra4j.evaluate.Correlation;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextRegression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How alike a model's vectors of two sentences are, beside what people say of them (Conneau and Kiela, SentEval, 2018; Reimers and
 * Gurevych, 2019, section 4.1).
 *
 * @param pearson correlation of the cosines with the labels; NaN where one side is constant
 * @param spearman rank correlation, the figure that is usually reported
 * @param cosines of each pair, from -1 to 1
 */
public record SentenceSimilarity(double pearson, double spearman, double[] cosines) {
    /**
     * Of pairs with a number each, the higher the more alike.
     *
     * @throws IllegalArgumentException where a label is not a number, or there are fewer than two pairs
     */
    public static SentenceSimilarity of(Electra electra, List<LabeledText> pairs, Pooling pooling) {
        double[] gold = TextRegression.values(pairs);
        if (pairs.size() < 2) {
            throw new IllegalArgumentException(
                    "similarity: one pair, expected two or more: there is nothing to correlate");
        }
        List<String> texts = new ArrayList<>();
        for (LabeledText pair : pairs) {
            texts.add(pair.text());
            texts.add(Objects.requireNonNull(pair.pair()));
        }
        float[][] vectors = electra.encode(texts, pooling);
        double[] cosines = new double[pairs.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = cosine(vectors[2 * i], vectors[2 * i + 1]);
        }
        return new SentenceSimilarity(Correlation.pearson(gold, cosines), Correlation.spearman(gold, cosines), cosines);
    }

    /** The cosine of two vectors; 0 where one of them is zero. */
    public static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        double norms = Math.sqrt(squaresOfA * squaresOfB);
        return norms == 0 ? 0 : product / norms;
    }
}
