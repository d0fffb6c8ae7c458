package io.github.electra4j.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The threshold above which a model had best said that a question has no answer, found as the official scorer of SQuAD 2.0 finds it: the
 * questions are answered one after the other, those first for which an answer is surest.
 *
 * <p>Other than there, the threshold always gives what is said of it: questions that the model is equally sure of are answered together, what
 * is right though nothing of it is compared (a bare article for no answer) counts, and to answer none at all has a threshold below all
 * values, where the official scorer says 0, which is that only for probabilities.
 *
 * @param threshold no answer is given where the model is surer than this that there is none
 * @param score mean of the figure over all questions with this threshold
 * @param apart a threshold with the same score that is apart from the values of all these questions: half-way to the next one, or by 1 beyond all, so
 *     that the last bit of a value decides nothing
 */
public record NoAnswerThreshold(double threshold, double score, double apart) {
    /**
     * The best threshold for a figure; of equal ones the lowest.
     *
     * @param answers at least one, each with a judgement of there being no answer
     * @param figure of a score, such as {@code AnswerScore::f1}
     */
    public static NoAnswerThreshold best(List<JudgedAnswer> answers, ToDoubleFunction<AnswerScore> figure) {
        Rows.check(answers.size(), answers.size(), 1);
        List<JudgedAnswer> sorted = answers.stream()
                .sorted(Comparator.comparingDouble(JudgedAnswer::noAnswer))
                .toList();
        // NaN sorts last.
        if (Double.isNaN(sorted.get(sorted.size() - 1).noAnswer())) {
            throw new IllegalArgumentException("a score of no answer is NaN, expected a number for every question");
        }
        double sum = sorted.stream().filter(answer -> !answer.hasAnswer()).count();
        double best = sum;
        double threshold = Math.nextDown(sorted.get(0).noAnswer());
        double apart = sorted.get(0).noAnswer() - 1;
        for (int i = 0; i < sorted.size(); i++) {
            JudgedAnswer answer = sorted.get(i);
            sum += figure.applyAsDouble(answer.score(SquadRules.SQUAD_2_0)) - (answer.hasAnswer() ? 0 : 1);
            boolean tied = i + 1 < sorted.size() && sorted.get(i + 1).noAnswer() == answer.noAnswer();
            if (!tied && sum > best) {
                best = sum;
                threshold = answer.noAnswer();
                apart = i + 1 < sorted.size()
                        ? threshold + (sorted.get(i + 1).noAnswer() - threshold) / 2
                        : threshold + 1;
            }
        }
        return new NoAnswerThreshold(threshold, best / sorted.size(), apart);
    }
}
