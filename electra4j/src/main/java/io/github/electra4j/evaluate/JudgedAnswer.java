package io.github.electra4j.evaluate;

import java.util.List;

/**
 * A question's gold answers beside what a model says.
 *
 * @param gold the gold answers; empty where the question has none
 * @param answer the best answer that the model finds in the context, whether it would give it or not; empty where it finds none
 * @param noAnswer how surely the model holds that there is none: greater means surer. NaN where it does not judge that
 */
public record JudgedAnswer(List<String> gold, String answer, double noAnswer) {
    public JudgedAnswer {
        gold = List.copyOf(gold);
    }

    /** Whether the question has an answer. */
    public boolean hasAnswer() {
        return !gold.isEmpty();
    }

    /** The score of giving the answer, whatever the model holds. */
    public AnswerScore score(SquadRules rules) {
        return rules.score(gold, answer);
    }

    /** The score where no answer is given above a threshold. */
    public AnswerScore score(SquadRules rules, double threshold) {
        if (noAnswer > threshold) {
            double right = hasAnswer() ? 0 : 1;
            return new AnswerScore(right, right);
        }
        return score(rules);
    }
}
