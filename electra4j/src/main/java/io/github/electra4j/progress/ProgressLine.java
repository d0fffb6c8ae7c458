package io.github.electra4j.progress;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far some work is, on one line: done of total, speed, time spent and time left.
 *
 * <p>On a terminal the line is written over, at most five times a second, and stays at the end with the totals if the work
 * took two seconds or more. Elsewhere, in a log file or a pipe, it is printed as a whole line after two seconds, then every
 * thirty, and at the end; shorter work leaves no trace.
 *
 * <pre>{@code
 * try (ProgressLine line = ProgressLine.start("pretrain", steps, "steps")) {
 *     for (long step = 1; step <= steps; step++) {
 *         line.update(step, "loss 9.31");
 *     }
 * }
 * }</pre>
 *
 * <p>Thread-safe. An update that shows nothing costs one reading of the clock.
 */
public final class ProgressLine implements Closeable {
    private static final long BETWEEN_FRAMES = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(30);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

    /** Seconds after which a measurement of the speed counts for 1/e of a fresh one. */
    private static final double MEMORY = 15;

    /** Units a second that show as a figure. */
    private static final double LEAST_SPEED = 1e-4;

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final String what;
    private final long total;
    private final String unit;
    private final long already;
    private final long started;
    private final AtomicLong done;
    private volatile long nextShow;
    private volatile boolean closed;
    /** What there is to say besides, asked for when it is shown. */
    private volatile Supplier<String> detail = () -> "";

    // Guarded by this.
    private long measuredAt;
    private long measuredDone;
    private double speed;
    private double weight;

    ProgressLine(Terminal terminal, LongSupplier nanoTime, String what, long total, String unit, long already) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.what = what;
        this.total = total;
        this.unit = unit;
        this.already = already;
        this.done = new AtomicLong(already);
        this.started = nanoTime.getAsLong();
        this.measuredAt = started;
        this.measuredDone = already;
        this.nextShow = terminal.isLive() ? started : started + QUIET;
    }

    /**
     * Starts a line on standard error.
     *
     * @param what the work, in a word or two
     * @param total units of work in all; 0 or less if not known
     * @param unit what is counted, in the plural; {@code bytes} are shown in kB, MB, GB
     */
    public static ProgressLine start(String what, long total, String unit) {
        return start(what, total, unit, 0);
    }

    /** Starts a line for work that goes on: {@code already} units were done before, and say nothing of the speed. */
    public static ProgressLine start(String what, long total, String unit, long already) {
        return new ProgressLine(Terminal.standardError(), System::nanoTime, what, total, unit, already);
    }

    /** Says that so many units are done. */
    public void update(long done) {
        this.done.set(done);
        long now = nanoTime.getAsLong();
        if (now - nextShow >= 0) {
            show(now);
        }
    }

    /** Says that so many units are done, and what there is to say besides. */
    public void update(long done, String detail) {
        update(done, () -> detail);
    }

    /** Says that so many units are done; the detail is asked for only when the line is shown, and at the end. */
    public void update(long done, Supplier<String> detail) {
        this.detail = detail;
        update(done);
    }

    /** Says that so many more units are done; for several threads that share the work. */
    public void add(long units) {
        done.addAndGet(units);
        long now = nanoTime.getAsLong();
        if (now - nextShow >= 0) {
            show(now);
        }
    }

    /** Ends the line. Work of two seconds or more leaves its totals behind. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        terminal.clear();
        long now = nanoTime.getAsLong();
        if (now - started >= QUIET) {
            double seconds = (now - started) / 1e9;
            long all = done.get();
            StringBuilder line = new StringBuilder(what).append("  ");
            line.append(all == total || total <= 0 ? Figures.amount((double) all, unit) : fraction(all));
            line.append(" in ").append(Figures.duration(seconds));
            if (all > already) {
                line.append("  ").append(Figures.rate((double) (all - already) / seconds, unit));
            }
            terminal.println(withDetail(line));
        }
    }

    private synchronized void show(long now) {
        if (closed || now - nextShow < 0) {
            return; // another thread was faster
        }
        measure(now);
        String line = line(now);
        if (terminal.isLive()) {
            nextShow = now + BETWEEN_FRAMES;
            terminal.show(line);
        } else {
            nextShow = now + BETWEEN_LINES;
            terminal.println(line);
        }
    }

    /** A running mean of the speed that forgets with time, not with updates, so that their frequency does not matter. */
    private void measure(long now) {
        long all = done.get();
        double seconds = (now - measuredAt) / 1e9;
        if (seconds > 0) {
            double old = Math.exp(-seconds / MEMORY);
            speed = old * speed + (1 - old) * (all - measuredDone) / seconds;
            weight = old * weight + (1 - old);
            measuredAt = now;
            measuredDone = all;
        }
    }

    private String line(long now) {
        long all = done.get();
        StringBuilder line = new StringBuilder(what).append("  ");
        line.append(total > 0 ? fraction(all) : Figures.amount((double) all, unit));
        double perSecond = weight > 0 ? speed / weight : 0;
        if (perSecond * MEMORY < 1) {
            // Units that take longer than is remembered: the speed since the last one says nothing.
            perSecond = now > started ? (all - already) / ((now - started) / 1e9) : 0;
        }
        if (perSecond >= LEAST_SPEED) {
            line.append("  ").append(Figures.rate(perSecond, unit));
        }
        line.append("  ").append(Figures.duration((now - started) / 1e9));
        if (perSecond >= LEAST_SPEED && total > all) {
            line.append("  ")
                    .append(Figures.duration((double) (total - all) / perSecond))
                    .append(" left");
        }
        return withDetail(line);
    }

    private String withDetail(StringBuilder line) {
        String words = detail.get();
        return words.isEmpty() ? line.toString() : line + "  " + words;
    }

    private String fraction(long all) {
        String part = unit.equals("bytes") ? Figures.bytes((double) all) : Figures.count(all);
        return part + "/" + Figures.amount((double) total, unit) + "  " + Math.floorDiv(all * 100, total) + "%";
    }
}
