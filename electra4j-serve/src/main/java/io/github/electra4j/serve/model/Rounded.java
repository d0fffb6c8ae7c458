package io.github.electra4j.serve.model;

/** Numbers as they are written. */
final class Rounded {
    private Rounded() {}

    /** To six digits behind the point, as {@code predict} writes probabilities. */
    static double of(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }
}
