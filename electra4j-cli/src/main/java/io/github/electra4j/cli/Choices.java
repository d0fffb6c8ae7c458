package io.github.electra4j.cli;

import io.github.electra4j.Pooling;

/** Values of options that are one of a few words. */
final class Choices {
    private Choices() {}

    /** {@code mean} or {@code cls}. */
    static Pooling pooling(String word) {
        return switch (word) {
            case "mean" -> Pooling.MEAN;
            case "cls" -> Pooling.CLS;
            default -> throw new IllegalArgumentException("--pooling " + word + ": expected mean or cls");
        };
    }
}
