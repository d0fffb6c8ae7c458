package io.github.electra4j.evaluate;

/**
 * The score of one predicted answer.
 *
 * @param exact 1 where it is a gold answer after normalisation, else 0
 * @param f1 of the words that it shares with the gold answer that it fits best, 0 to 1
 */
public record AnswerScore(double exact, double f1) {}
