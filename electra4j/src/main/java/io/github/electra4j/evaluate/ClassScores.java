package io.github.electra4j.evaluate;

/**
 * How well one class was found. What is undefined (a class never predicted has no precision) is 0, as in scikit-learn.
 *
 * @param label the class
 * @param precision share of its predictions that are right
 * @param recall share of its rows that were found
 * @param f1 harmonic mean of the two
 * @param support its rows
 */
public record ClassScores(String label, double precision, double recall, double f1, long support) {}
