package io.github.electra4j.train.study;

import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.plan.EnergyMeter;
import io.github.electra4j.train.pretrain.BrokenDownException;
import io.github.electra4j.train.pretrain.Pretrainer;
import io.github.electra4j.train.pretrain.PretrainingJob;
import io.github.electra4j.train.pretrain.PretrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Pre-trains runs by turns: each trains for a while, saves, and makes room for the next one until all have ended. */
final class Turns {
    private final StudyJob job;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    /** Null where the counters cannot be read, or can no longer. */
    private @Nullable EnergyMeter meter;

    private final Map<Cell, Double> done = new HashMap<>();
    private final double total;

    Turns(StudyJob job, List<Cell> cells, StudyListener listener, BooleanSupplier stop, @Nullable EnergyMeter meter)
            throws IOException {
        this.job = job;
        this.meter = meter;
        this.listener = listener;
        this.stop = stop;
        total = cells.stream().mapToDouble(Cell::flops).sum();
        for (Cell cell : cells) {
            RunRecord record = RunRecord.read(cell.folder(), settings(cell));
            note(cell, record.isOver() ? cell.config().steps() : record.steps());
        }
    }

    /**
     * Checks that those that have begun are gone on with what they were begun with.
     *
     * @throws IllegalArgumentException where a directory holds another run
     */
    void requireSame(List<Cell> cells) throws IOException {
        for (Cell cell : cells) {
            Pretrainer.requireSame(pretraining(cell));
        }
    }

    /** Runs these until each has ended or broken down. */
    Map<Cell, RunRecord> run(List<Cell> cells) throws IOException {
        Map<Cell, RunRecord> ended = new LinkedHashMap<>();
        Deque<Cell> waiting = new ArrayDeque<>(cells);
        while (!waiting.isEmpty()) {
            Cell cell = waiting.remove();
            RunRecord record = turn(cell, !waiting.isEmpty());
            if (record.isOver()) {
                ended.put(cell, record);
            } else {
                waiting.add(cell);
            }
        }
        return ended;
    }

    /**
     * Trains a run for a while.
     *
     * @param shared whether another run waits for its turn; else this one goes on to its end
     */
    private RunRecord turn(Cell cell, boolean shared) throws IOException {
        String settings = settings(cell);
        RunRecord before = RunRecord.read(cell.folder(), settings);
        if (before.isOver()) {
            return before;
        }
        Files.createDirectories(cell.folder());
        Turn turn = new Turn(cell, before);
        Pretrainer.Outcome outcome;
        try {
            outcome = new Pretrainer(pretraining(cell), turn, () -> stop.getAsBoolean() || (shared && turn.isOver()))
                    .run();
        } catch (BrokenDownException e) {
            // The same run would break again, and the other arms can be compared without it.
            RunRecord broken = turn.record.brokenDown(String.valueOf(e.getMessage()));
            broken.write(cell.folder());
            note(cell, cell.config().steps());
            listener.said(cell.words() + ": " + e.getMessage() + ". The study goes on without this run");
            return broken;
        }
        if (outcome.finished()) {
            RunRecord ended = turn.record.ended(RunRecord.Outcome.of(outcome));
            ended.write(cell.folder());
            return ended;
        }
        if (stop.getAsBoolean()) {
            throw new CancellationException(cell.words() + " was stopped at step " + outcome.steps() + " of "
                    + cell.config().steps() + "; the same command goes on from there");
        }
        return turn.record;
    }

    /** What happens in one turn of a run. */
    private final class Turn implements PretrainingListener {
        private final Cell cell;
        private final long begin = System.nanoTime();
        /** Joules before this turn, less what the meter showed when it began; null where a part of the run was not metered. */
        private final @Nullable Double joulesBefore;

        private RunRecord record;
        private String losses = "";
        private boolean moved;

        Turn(Cell cell, RunRecord before) throws IOException {
            this.cell = cell;
            record = before;
            Double spent = before.steps() == 0 ? Double.valueOf(0) : before.joules();
            Double shown = shown();
            joulesBefore = spent == null || shown == null ? null : spent - shown;
        }

        /** A turn has one step at least, so that every run comes to its end. */
        boolean isOver() {
            return moved && (System.nanoTime() - begin) * 1e-9 > job.turnSeconds();
        }

        @Override
        public void stepped(long step, long tokens, double flopsPerSecond) {
            moved = true;
            note(cell, step);
            listener.pretraining(sum(), total, cell.words() + losses);
        }

        @Override
        public void measured(String kind, long step, Map<String, Double> figures) {
            Double loss = figures.get("loss");
            losses = loss == null ? losses : String.format(Locale.ROOT, ", loss %.3f", loss);
        }

        @Override
        public void said(long step, String words) {
            listener.said(cell.words() + ", step " + step + ": " + words);
        }

        @Override
        public void saved(long step) {
            try {
                Double shown = shown();
                record = record.at(step, joulesBefore == null || shown == null ? null : joulesBefore + shown);
                record.write(cell.folder());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Joules that the meter shows; a counter that cannot be read any more is no reason to stop. */
    private @Nullable Double shown() {
        try {
            return meter == null ? null : meter.joules();
        } catch (IOException e) {
            listener.said("energy is not known from here on: " + e.getMessage());
            meter = null;
            return null;
        }
    }

    private void note(Cell cell, long steps) {
        done.put(cell, cell.flops() * steps / cell.config().steps());
    }

    private double sum() {
        return done.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private PretrainingJob pretraining(Cell cell) {
        return new PretrainingJob(
                cell.run(),
                cell.config(),
                null,
                job.train(),
                job.heldOut(),
                job.vocabulary(),
                job.tokenizer(),
                job.data(),
                Map.of(),
                job.tensors(),
                job.replicas(),
                cell.seed(),
                PretrainingJob.Cadence.defaults(),
                job.command());
    }

    /** All that a run depends on, as a digest: an ended run is taken for what it is only where it is the one that is asked for. */
    private String settings(Cell cell) {
        ExampleSource train = job.train();
        String text =
                cell.config() + "\n" + cell.seed() + "\n" + job.vocabulary().digest() + "\n" + train.size() + "\n"
                        + job.heldOut().size() + "\n"
                        + job.data().stream().map(file -> file.sha256()).toList() + "\n"
                        + job.tensors().precision() + "\n" + job.tensors().device() + "\n" + job.replicas();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
