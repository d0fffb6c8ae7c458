package io.github.electra4j.task.qa;

import java.util.List;

/**
 * What a model says to a question.
 *
 * @param context that the answer was sought in
 * @param best the likeliest parts of it, with different texts, the likeliest first; empty where the context has no word
 * @param noAnswer how surely there is no answer: its score less that of the likeliest part, above 0 where it is the likelier; of the joint head the
 *     logit of there being none
 * @param noAnswerProbability that there is none; 0 from a model that always answers
 * @param answered whether the first of {@code best} is the answer; else it is that there is none
 */
public record QuestionAnswer(
        String context, List<FoundAnswer> best, double noAnswer, double noAnswerProbability, boolean answered) {
    public QuestionAnswer {
        best = List.copyOf(best);
        if (answered && best.isEmpty()) {
            throw new IllegalArgumentException("an answer without a part of the context");
        }
    }

    /** The answer's text; empty where there is none. */
    public String text() {
        return answered ? best.get(0).text() : "";
    }

    /** Probability of what is said. */
    public double probability() {
        return answered ? best.get(0).probability() : noAnswerProbability;
    }

    /** The text of the likeliest part, whether it is the answer or not; empty where there is no part. */
    String likeliest() {
        return best.isEmpty() ? "" : best.get(0).text();
    }
}
