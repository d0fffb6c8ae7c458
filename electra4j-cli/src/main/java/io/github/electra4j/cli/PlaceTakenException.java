package io.github.electra4j.cli;

/** A result was to be put where the same command reads, or puts another one: wrong use, whatever lies there. */
final class PlaceTakenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    PlaceTakenException(String message) {
        super(message);
    }
}
