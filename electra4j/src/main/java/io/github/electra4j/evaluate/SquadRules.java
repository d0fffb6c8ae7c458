package io.github.electra4j.evaluate;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** How one answer is scored: by which version of SQuAD's official scorer. */
public enum SquadRules {
    /** Every question has an answer; of several gold answers the one that fits best counts. */
    SQUAD_1_1 {
        @Override
        List<String> counted(List<String> gold) {
            return gold.stream().map(AnswerText::normalized).toList();
        }
    },
    /**
     * A question may have no answer, and then an empty prediction alone is right, with 1 for both figures. Gold answers of which normalisation
     * leaves nothing do not count.
     */
    SQUAD_2_0 {
        @Override
        List<String> counted(List<String> gold) {
            List<String> counted = gold.stream()
                    .map(AnswerText::normalized)
                    .filter(answer -> !answer.isEmpty())
                    .toList();
            return counted.isEmpty() ? List.of("") : counted;
        }
    };

    /** The gold answers, normalised, that count; an empty one stands for no answer. */
    abstract List<String> counted(List<String> gold);

    /**
     * The score of one prediction.
     *
     * @param gold the gold answers; empty where there is none
     * @param predicted the predicted answer; empty for none
     */
    public AnswerScore score(List<String> gold, String predicted) {
        List<String> counted = counted(gold);
        String bare = AnswerText.normalized(predicted);
        return new AnswerScore(best(counted, bare, AnswerText::exact), best(counted, bare, this::f1));
    }

    private double f1(String gold, String predicted) {
        return this == SQUAD_2_0 && (gold.isEmpty() || predicted.isEmpty())
                ? AnswerText.exact(gold, predicted)
                : AnswerText.f1(gold, predicted);
    }

    private static double best(List<String> gold, String predicted, ToDoubleBiFunction<String, String> figure) {
        return gold.stream()
                .mapToDouble(answer -> figure.applyAsDouble(answer, predicted))
                .max()
                .orElse(0);
    }
}
