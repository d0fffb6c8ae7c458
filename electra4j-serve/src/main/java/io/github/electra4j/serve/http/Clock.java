package io.github.electra4j.serve.http;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does what is due: short things, which wait for nobody. */
final class Clock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clock.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "electra-clock");
        made.setDaemon(true);
        return made;
    });

    /** Does it again and again; once failed, it is tried again the next time. */
    void every(long millis, Runnable work) {
        Future<?> unused = thread.scheduleWithFixedDelay(() -> tried(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Does it once, unless what this returns is cancelled before. */
    Future<?> after(long millis, Runnable work) {
        return thread.schedule(() -> tried(work), millis, TimeUnit.MILLISECONDS);
    }

    private static void tried(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("what is done now and then failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
