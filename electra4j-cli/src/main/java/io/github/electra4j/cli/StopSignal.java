package io.github.electra4j.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/**
 * Lets work that takes long end well: after the first SIGINT or SIGTERM {@link #getAsBoolean} is true, so that the work
 * finishes its step, saves and returns; the second one leaves at once.
 *
 * <p>Signals are known to the JDK's module {@code jdk.unsupported} only ({@code sun.misc.Signal}), so they are reached by
 * reflection; where that fails a signal ends the program at once, and what was saved last counts.
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
        stop.listen("INT", 2);
        stop.listen("TERM", 15);
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

    private void listen(String name, int signal) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            received(signal);
                            return null;
                        }
                        // equals, hashCode and toString of the handler: the JDK keeps it in a table
                        return method.invoke(this, arguments);
                    });
            type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            // No such signal here, or it is taken (java -Xrs): the default stays.
        }
    }
}
