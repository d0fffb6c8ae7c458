package io.github.electra4j.task.qa;

import io.github.electra4j.task.LeastLength;
import io.github.electra4j.task.TaskOptions;
import java.util.Map;

/**
 * How questions are read and answered.
 *
 * @param stride pieces from the beginning of one window of a context to that of the next
 * @param questionLength most pieces of a question; what is behind them is cut and counted
 * @param answerLength most pieces of an answer
 * @param best answers that are listed beside the first
 */
public record QuestionSettings(int stride, int questionLength, int answerLength, int best) {
    static final String STRIDE = "doc_stride";
    static final String QUESTION_LENGTH = "max_question_length";
    static final String ANSWER_LENGTH = "max_answer_length";
    static final String BEST = "n_best";

    /** As published for SQuAD. */
    public static final QuestionSettings PUBLISHED = new QuestionSettings(128, 64, 30, 20);

    public QuestionSettings {
        require(STRIDE, stride);
        require(QUESTION_LENGTH, questionLength);
        require(ANSWER_LENGTH, answerLength);
        require(BEST, best);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
        }
    }

    /** What the options ask for, among others; the published ones where they do not. */
    static QuestionSettings of(TaskOptions options) {
        return new QuestionSettings(
                options.whole(STRIDE, PUBLISHED.stride, 1),
                options.whole(QUESTION_LENGTH, PUBLISHED.questionLength, 1),
                options.whole(ANSWER_LENGTH, PUBLISHED.answerLength, 1),
                options.whole(BEST, PUBLISHED.best, 1));
    }

    /** The shortest length of windows that hold a question of any length and a piece of its context. */
    LeastLength leastLength() {
        return new LeastLength(
                questionLength + 4,
                "a question may have " + questionLength + " word pieces (" + QUESTION_LENGTH
                        + "), and there are [CLS], two [SEP] and a piece of the context");
    }

    /** By the names that the command line and the model directory give them. */
    Map<String, Integer> values() {
        return Map.of(STRIDE, stride, QUESTION_LENGTH, questionLength, ANSWER_LENGTH, answerLength, BEST, best);
    }
}
