package io.github.electra4j.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong(-5); // nanoTime may be negative

    private Terminal terminal(boolean live, int width) {
        return new Terminal(out, live, () -> width);
    }

    private ProgressLine line(Terminal terminal, long total, String unit, long already) {
        return new ProgressLine(terminal, clock::get, "pretrain", total, unit, already);
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    private String taken() {
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        bytes.reset();
        return text;
    }

    @Test
    void update_onTerminal_writesOverOneLine() {
        ProgressLine line = line(terminal(true, 120), 12_000, "steps", 0);
        pass(1);
        line.update(50, "loss 9.31");
        assertThat(taken())
                .isEqualTo(ERASE + "pretrain  50/12,000 steps  0%  50.0 steps/s  1s  3m 59s left  loss 9.31");
        pass(0.1);
        line.update(55, "loss 9.30");
        assertThat(taken()).as("within 0.2 s").isEmpty();
        pass(0.9);
        line.update(100, "loss 9.20");
        assertThat(taken())
                .isEqualTo(ERASE + "pretrain  100/12,000 steps  0%  50.0 steps/s  2s  3m 58s left  loss 9.20");
        pass(238);
        line.update(12_000);
        taken();
        line.close();
        assertThat(taken()).isEqualTo(ERASE + "pretrain  12,000 steps in 4m 00s  50.0 steps/s  loss 9.20\n");
    }

    /** Epochs of 100 s: between them, the speed of the last seconds is 0, and that since the last epoch falls to nothing. */
    @Test
    void update_unitsOfMinutes_showTheMeanSpeed() {
        ProgressLine line = line(terminal(true, 120), 30, "epochs", 0);
        for (int second = 0; second <= 290; second++) {
            line.update(second / 100);
            pass(1);
        }
        line.update(2);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .endsWith("pretrain  2/30 epochs  6%  0.0069 epochs/s  4m 51s  1h 07m left");
    }

    @Test
    void close_detailNotYetShown_lastOneStands() {
        ProgressLine line = line(terminal(true, 120), 20, "steps", 0);
        pass(10);
        line.update(19, "loss 2");
        pass(0.1);
        line.update(20, "loss 1");
        taken();
        line.close();
        assertThat(taken()).isEqualTo(ERASE + "pretrain  20 steps in 10s  1.98 steps/s  loss 1\n");
    }

    @Test
    void close_shortWorkOnTerminal_erased() {
        ProgressLine line = line(terminal(true, 120), 10, "files", 0);
        line.update(5);
        pass(1);
        line.close();
        line.close();
        line.update(6);
        assertThat(taken()).isEqualTo(ERASE + "pretrain  5/10 files  50%  0s" + ERASE);
    }

    @Test
    void update_noTerminal_wholeLinesAfterTwoThenEveryThirtySeconds() {
        ProgressLine line = line(terminal(false, 20), 100_000, "steps", 0);
        int lines = 0;
        for (int tenth = 0; tenth <= 650; tenth++) {
            line.update(tenth * 10L, "loss 1");
            if (!taken().isEmpty()) {
                lines++;
                assertThat(tenth).isIn(20, 320, 620);
            }
            pass(0.1);
        }
        assertThat(lines).isEqualTo(3);
        line.close();
        assertThat(taken()).isEqualTo("pretrain  6,500/100,000 steps  6% in 1m 05s  99.8 steps/s  loss 1\n");
    }

    @Test
    void close_shortWorkWithoutTerminal_noTrace() {
        ProgressLine line = line(terminal(false, 80), 10, "files", 0);
        for (int i = 0; i < 19; i++) {
            line.update(i);
            pass(0.1);
        }
        line.close();
        assertThat(taken()).isEmpty();
    }

    @Test
    void update_resumedWork_speedOfThisTimeOnly() {
        ProgressLine line = line(terminal(true, 120), 10_000, "steps", 9_000);
        pass(10);
        line.update(9_100);
        assertThat(taken()).isEqualTo(ERASE + "pretrain  9,100/10,000 steps  91%  10.0 steps/s  10s  1m 30s left");
    }

    @Test
    void update_speedChanges_recentWeighsMore() {
        ProgressLine line = line(terminal(true, 120), 0, "steps", 0);
        long done = 0;
        for (int second = 0; second < 60; second++) {
            pass(1);
            line.update(done += 100);
        }
        assertThat(taken()).endsWith("pretrain  6,000 steps  100 steps/s  1m 00s");
        for (int second = 0; second < 60; second++) {
            pass(1);
            line.update(done += 10);
        }
        // By hand: 10 + 90 * exp(-60/15) * (1 - exp(-60/15)) / (1 - exp(-120/15)) = 11.62
        assertThat(taken()).endsWith("pretrain  6,600 steps  11.6 steps/s  2m 00s");
    }

    @Test
    void update_bytes_shownInDecimalUnits() {
        ProgressLine line = line(terminal(true, 120), 2_500_000_000L, "bytes", 0);
        pass(2);
        line.update(25_000_000);
        assertThat(taken()).isEqualTo(ERASE + "pretrain  25.0 MB/2.50 GB  1%  12.5 MB/s  2s  3m 18s left");
    }

    @Test
    void update_narrowTerminal_cutBeforeTheLastColumn() {
        ProgressLine line = line(terminal(true, 24), 12_000, "steps", 0);
        pass(1);
        line.update(50, "loss\n9.31");
        assertThat(taken()).isEqualTo(ERASE + "pretrain  50/12,000 st…").hasSize(ERASE.length() + 23);
    }

    @Test
    void cut_wideAndCombiningCharacters_countedAsShown() {
        assertThat(Terminal.cut("日本語", 6)).isEqualTo("日本語");
        assertThat(Terminal.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Terminal.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Terminal.cut("e\u0301e\u0301", 2)).isEqualTo("e\u0301e\u0301");
        assertThat(Terminal.cut("a\tb\r\u001b[2J", 20)).isEqualTo("a b  [2J");
        assertThat(Terminal.cut("ab", 1)).isEqualTo("…");
        assertThat(Terminal.cut("ab", 0)).isEmpty();
    }

    @Test
    void println_whileLineIsShown_standsAboveIt() {
        Terminal terminal = terminal(true, 80);
        terminal.println("before");
        ProgressLine line = line(terminal, 10, "files", 0);
        line.update(5);
        assertThat(taken()).isEqualTo("before\n" + ERASE + "pretrain  5/10 files  50%  0s");
        terminal.println("WARN something");
        assertThat(taken()).isEqualTo(ERASE + "WARN something\npretrain  5/10 files  50%  0s");
        line.close();
        taken();
        terminal.println("after");
        assertThat(taken()).isEqualTo("after\n");
    }

    @Test
    void update_manyInOneFrame_detailNotEvenMade() {
        ProgressLine line = line(terminal(true, 80), 1000, "steps", 0);
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            line.update(i, () -> "detail " + made.incrementAndGet());
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void add_severalThreads_nothingLost() throws InterruptedException {
        ProgressLine line = line(terminal(false, 80), 4000, "files", 0);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    line.add(1);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        pass(4);
        line.close();
        assertThat(taken()).isEqualTo("pretrain  4,000 files in 4s  1,000 files/s\n");
    }

    @Test
    void duration_allSizes_readAsWords() {
        assertThat(Figures.duration(0.4)).isEqualTo("0s");
        assertThat(Figures.duration(59.6)).isEqualTo("1m 00s");
        assertThat(Figures.duration(192)).isEqualTo("3m 12s");
        assertThat(Figures.duration(7500)).isEqualTo("2h 05m");
        assertThat(Figures.duration(4 * 3600 + 3 * 86400)).isEqualTo("3d 04h");
    }

    /** Figures come behind the step that they are of: what is shown last must not be what was known before. */
    @Test
    void close_detailThatChangedAfterTheLastUpdate_isAskedForAgain() {
        String[] losses = {"loss 2"};
        ProgressLine line = line(terminal(true, 120), 20, "steps", 0);
        pass(10);
        line.update(20, () -> losses[0]);
        losses[0] = "loss 1";
        taken();
        line.close();
        assertThat(taken()).isEqualTo(ERASE + "pretrain  20 steps in 10s  2.00 steps/s  loss 1\n");
    }
}
