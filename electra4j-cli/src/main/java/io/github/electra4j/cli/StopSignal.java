package io.github.electra4j.cli;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Lets work that takes long end well: after the first SIGINT or SIGTERM {@link #getAsBoolean} is true, so that the work
 * finishes its step, saves and returns; the second one leaves at once.
 * Where signals cannot be listened to, one ends the program at once, and what was saved last counts.
 */
final class StopSignal implements BooleanSupplier {
    /** Work that writes nothing but whole files, so that it may end anywhere. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private volatile int number;
    private volatile boolean endsAtOnce;

    private StopSignal() {}

    /** Starts to listen. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signals.listen("INT", () -> stop.received(2));
        Signals.listen("TERM", () -> stop.received(15));
        return stop;
    }

    /** Whether the user wants the work to stop. */
    @Override
    public boolean getAsBoolean() {
        return number != 0;
    }

    /**
     * Does work that has no steps to wait for and goes on from what it has written: a signal ends the program meanwhile, and says that the
     * same command goes on.
     */
    <T> T endingAtOnce(Work<T> work) throws IOException {
        endsAtOnce = true;
        try {
            return work.run();
        } finally {
            endsAtOnce = false;
        }
    }

    /** The exit code: 0 for work that ran to its end, else 128 + the number of the signal, as shells have it. */
    int exitCode() {
        return number == 0 ? 0 : 128 + number;
    }

    /** What one signal does. */
    private void received(int signal) {
        if (number != 0) {
            Runtime.getRuntime().halt(128 + signal);
        }
        number = signal;
        if (endsAtOnce) {
            System.err.println("electra: stopped; the same command goes on");
            Runtime.getRuntime().halt(128 + signal);
        }
        System.err.println("electra: stopping after this step; once more to leave at once");
    }
}
