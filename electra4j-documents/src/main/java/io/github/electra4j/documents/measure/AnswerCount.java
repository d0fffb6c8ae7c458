package io.github.electra4j.documents.measure;

import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.evaluate.AnswerScore;
import io.github.electra4j.evaluate.SquadRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores answers by SQuAD's official rules. */
public final class AnswerCount {
    /** Confidences at which is shown what would be answered, and how well. */
    private static final List<Double> THRESHOLDS = List.of(0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9);

    private final List<Double> weights;
    private final List<Judged> all = new ArrayList<>();

    /**
     * @param always scores of the surest candidate, by weight, whether it was declined or not
     * @param said score of what was said, by the rules of SQuAD 2.0
     * @param answered whether an answer was given
     * @param confidence in it
     */
    private record Judged(
            boolean hasAnswer, List<AnswerScore> always, AnswerScore said, boolean answered, double confidence) {}

    /**
     * What would be answered at a confidence and above.
     *
     * @param threshold the confidence
     * @param answered share of all questions that get an answer
     * @param exact share of these whose answer is exactly right; null where none gets an answer
     * @param f1 mean F1 of these; null where none gets an answer
     */
    public record Coverage(
            double threshold,
            double answered,
            @Nullable Double exact,
            @Nullable Double f1) {}

    AnswerCount(List<Double> weights) {
        this.weights = List.copyOf(weights);
    }

    void add(List<String> gold, DocumentAnswer answer) {
        List<AnswerScore> always = new ArrayList<>();
        for (double weight : weights) {
            AnswerCandidate surest = OpenDomain.surest(answer.candidates(), weight);
            always.add(SquadRules.SQUAD_1_1.score(gold, surest == null ? "" : surest.text()));
        }
        all.add(new Judged(
                !gold.isEmpty(),
                always,
                SquadRules.SQUAD_2_0.score(gold, answer.text()),
                answer.answer() != null,
                answer.confidence()));
    }

    /** Whether anything was answered. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * By the weight of the passage's probability: {@code exact} and {@code f1} by the rules of SQuAD 1.1 where the surest candidate is always given, over the
     * questions that have an answer.
     */
    public Map<Double, AnswerScore> always() {
        Map<Double, AnswerScore> byWeight = new LinkedHashMap<>();
        List<Judged> answerable = all.stream().filter(Judged::hasAnswer).toList();
        for (int i = 0; i < weights.size(); i++) {
            int at = i;
            byWeight.put(
                    weights.get(i),
                    mean(answerable.stream()
                            .map(judged -> judged.always().get(at))
                            .toList()));
        }
        return byWeight;
    }

    /** {@code exact} and {@code f1} of what was said, by the rules of SQuAD 2.0: to say nothing is right where there is no answer. */
    public AnswerScore said() {
        return mean(all.stream().map(Judged::said).toList());
    }

    /** How many are answered, and how well, at several confidences. */
    public List<Coverage> coverage() {
        List<Coverage> rows = new ArrayList<>();
        for (double threshold : THRESHOLDS) {
            List<AnswerScore> given = all.stream()
                    .filter(judged -> judged.answered() && judged.confidence() >= threshold)
                    .map(Judged::said)
                    .toList();
            AnswerScore mean = given.isEmpty() ? null : mean(given);
            rows.add(new Coverage(
                    threshold,
                    (double) given.size() / all.size(),
                    mean == null ? null : mean.exact(),
                    mean == null ? null : mean.f1()));
        }
        return rows;
    }

    private static AnswerScore mean(List<AnswerScore> scores) {
        return new AnswerScore(
                scores.stream().mapToDouble(AnswerScore::exact).average().orElse(Double.NaN),
                scores.stream().mapToDouble(AnswerScore::f1).average().orElse(Double.NaN));
    }
}
