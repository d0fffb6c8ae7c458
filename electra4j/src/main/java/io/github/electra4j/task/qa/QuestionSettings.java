package io.github.electra4j.task.qa;

/**
 * How questions are read and answered.
 *
 * @param stride pieces from the beginning of one window of a context to that of the next
 * @param questionLength most pieces of a question; what is behind them is cut and counted
 * @param answerLength most pieces of an answer
 * @param best answers that are listed beside the first
 */
public record QuestionSettings(int stride, int questionLength, int answerLength, int best) {
    /** As published for SQuAD. */
    public static final QuestionSettings PUBLISHED = new QuestionSettings(128, 64, 30, 20);

    public QuestionSettings {
        require("doc_stride", stride);
        require("max_question_length", questionLength);
        require("max_answer_length", answerLength);
        require("n_best", best);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
        }
    }
}
