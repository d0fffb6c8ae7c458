package io.github.electra4j.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The figures of question answering, as SQuAD's official scorers define them; shares, where those print percent.
 *
 * <p>Keys: {@code exact}, {@code f1}; where some questions have no answer also {@code has_answer_exact} and {@code has_answer_f1} of those that
 * have one, {@code no_answer_exact} of the others (their F1 is the same), and {@code best_exact}, {@code best_exact_threshold}, {@code best_f1},
 * {@code best_f1_threshold}: what the best threshold would give, which flatters a model when it is chosen on the same questions.
 */
public final class AnswerEvaluation {
    private AnswerEvaluation() {}

    /**
     * The figures by the rules of SQuAD 1.1, where every question has an answer and the model must give one.
     *
     * @param answers at least one
     */
    public static Evaluation answerable(List<JudgedAnswer> answers) {
        Map<String, Double> figures = new LinkedHashMap<>();
        means(figures, "", answers, answer -> answer.score(SquadRules.SQUAD_1_1));
        return new Evaluation(answers.size(), figures, null);
    }

    /**
     * The figures by the rules of SQuAD 2.0, where a question may have no answer and the model may give none.
     *
     * @param answers at least one, each with a judgement of there being no answer
     * @param threshold no answer is given where the model is surer than this that there is none
     */
    public static Evaluation withUnanswerable(List<JudgedAnswer> answers, double threshold) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Scorer scorer = answer -> answer.score(SquadRules.SQUAD_2_0, threshold);
        means(figures, "", answers, scorer);
        means(
                figures,
                "has_answer_",
                answers.stream().filter(JudgedAnswer::hasAnswer).toList(),
                scorer);
        means(
                figures,
                "no_answer_",
                answers.stream().filter(a -> !a.hasAnswer()).toList(),
                scorer);
        figures.remove("no_answer_f1");
        NoAnswerThreshold exact = NoAnswerThreshold.best(answers, AnswerScore::exact);
        figures.put("best_exact", exact.score());
        figures.put("best_exact_threshold", exact.threshold());
        NoAnswerThreshold f1 = NoAnswerThreshold.best(answers, AnswerScore::f1);
        figures.put("best_f1", f1.score());
        figures.put("best_f1_threshold", f1.threshold());
        return new Evaluation(answers.size(), figures, null);
    }

    private interface Scorer {
        AnswerScore score(JudgedAnswer answer);
    }

    private static void means(Map<String, Double> figures, String part, List<JudgedAnswer> answers, Scorer scorer) {
        List<AnswerScore> scores = answers.stream().map(scorer::score).toList();
        figures.put(part + "exact", mean(scores.stream().map(AnswerScore::exact)));
        figures.put(part + "f1", mean(scores.stream().map(AnswerScore::f1)));
    }

    private static double mean(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
