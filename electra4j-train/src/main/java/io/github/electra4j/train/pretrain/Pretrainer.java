package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.DiskSpace;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.progress.TensorBoardEvents;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pre-training job in its directory, from where it stands to its end or until it is told to stop. Killed at any moment, the same
 * job goes on from its last saved state and ends with the same bits.
 */
public final class Pretrainer {
    private static final int MOST_BROKEN = 10;
    private static final String STATE = "state";

    /** What a run writes behind its run.json. */
    private static final List<String> WRITTEN = Stream.concat(
                    RunExport.FOLDERS.stream(), Stream.of(STATE, MetricsLog.FILE, "tensorboard", "report.html"))
            .toList();

    private final PretrainingJob job;
    private final PretrainingListener listener;
    private final BooleanSupplier stop;

    /**
     * What became of a run.
     *
     * @param steps done
     * @param finished whether that is all of them
     * @param tokens seen, padding not counted
     * @param flops spent, counted from shapes
     * @param seconds of training over all its parts
     * @param figures measured with the weights as they are now
     * @param measuredOn what they were measured on: held-out examples, or training examples where none are held out
     */
    public record Outcome(
            long steps,
            boolean finished,
            long tokens,
            double flops,
            double seconds,
            Map<String, Double> figures,
            String measuredOn) {}

    /**
     * A run.
     *
     * @param stop asked after every step; true saves and ends
     */
    public Pretrainer(PretrainingJob job, PretrainingListener listener, BooleanSupplier stop) {
        this.job = job;
        this.listener = listener;
        this.stop = stop;
    }

    /** The precision of the run in a directory, or null where there is none. */
    public static @Nullable Precision precisionOf(Path run) throws IOException {
        RunDescription stored = RunDescription.read(run);
        Object name = stored == null ? null : stored.values().get("precision");
        return name == null ? null : Precision.of(name.toString());
    }

    /** Whether a run was started in a directory. */
    public static boolean isStarted(Path run) throws IOException {
        return RunDescription.read(run) != null;
    }

    /** Whether a run in a directory has something to lose: a saved state to go on from, or a model. */
    public static boolean isSaved(Path run) throws IOException {
        return StateStore.in(run.resolve(STATE)).holdsAny()
                || RunExport.FOLDERS.stream().anyMatch(folder -> Files.exists(run.resolve(folder)));
    }

    /** What a run was begun with that has something to go on with; null where there is none. */
    private static @Nullable RunDescription begun(Path run) throws IOException {
        RunDescription stored = RunDescription.read(run);
        return stored != null && isSaved(run) ? stored : null;
    }

    /**
     * Checks, before any text is read, that a run is gone on with the text options it was begun with.
     *
     * @throws IllegalArgumentException where the directory holds a run of other options
     */
    public static void requireSameText(Path run, Map<String, Object> textOptions) throws IOException {
        RunDescription stored = begun(run);
        if (stored != null) {
            stored.text().requireSame(new RunDescription(Map.of(RunDescription.TEXT_OPTIONS, textOptions)), run);
        }
    }

    /**
     * Checks, before anything is made for it, that a run is gone on with the settings it was begun with, as far as they are known then.
     *
     * @param budgetSeconds null where the configuration's steps are taken
     * @throws IllegalArgumentException where the directory holds a run of other settings, naming each
     */
    public static void requireSameSettings(
            Path run, PretrainingConfig config, @Nullable Double budgetSeconds, long seed) throws IOException {
        RunDescription stored = begun(run);
        if (stored != null) {
            Map<String, @Nullable Object> asked = RunStart.settings(config, budgetSeconds, seed);
            if (budgetSeconds != null) {
                asked.remove("steps"); // those that the budget became
            }
            stored.only(asked.keySet()).requireSame(new RunDescription(asked), run);
        }
    }

    /**
     * Checks, before anything is trained, that a run of a given number of steps is gone on with all that it was begun with.
     *
     * @throws IllegalArgumentException where its directory holds another run, naming each setting
     */
    public static void requireSame(PretrainingJob job) throws IOException {
        RunDescription stored = begun(job.run());
        if (stored != null) {
            stored.requireSame(RunStart.describe(job, job.config()), job.run());
        }
    }

    /**
     * Checks that a directory is a run's or free for one, and that the disk can hold it, what it has already counted.
     *
     * @throws IllegalArgumentException where something else would be overwritten
     * @throws IOException where the disk cannot hold the run, or the directory cannot be written
     */
    public static void requirePlace(Path run, PretrainingPlan plan) throws IOException {
        requireNothingForeign(run);
        long held = DiskSpace.held(run.resolve(STATE));
        for (String folder : RunExport.FOLDERS) {
            held += DiskSpace.held(run.resolve(folder));
        }
        DiskSpace.require(run, Math.max(0, plan.diskBytes() - held), "a run of " + plan.parameters() + " parameters");
    }

    /** A folder that holds what a run writes, but neither run.json nor a saved state, is somebody's: nothing in it may be overwritten. */
    private static void requireNothingForeign(Path run) throws IOException {
        if (isStarted(run) || StateStore.in(run.resolve(STATE)).holdsAny()) {
            return;
        }
        for (String name : WRITTEN) {
            if (Files.exists(run.resolve(name))) {
                throw new IllegalArgumentException(run + ": holds " + name
                        + " and no run.json, so it is no run to go on with, and " + name
                        + " would be overwritten; choose another directory");
            }
        }
    }

    /**
     * Starts or goes on, with the run's lock held meanwhile.
     *
     * @throws IllegalArgumentException where the directory holds a run of other settings
     * @throws IOException where another process holds the lock, or the disk cannot hold the run
     * @throws BrokenDownException where training broke down
     */
    public Outcome run() throws IOException {
        requirePlace();
        try (RunLock lock = RunLock.acquire(job.run())) {
            return run(lock);
        }
    }

    /**
     * Starts or goes on.
     *
     * @param lock of the run's directory, held by the caller before it prepared anything there
     * @throws IllegalArgumentException where the directory holds a run of other settings
     * @throws IOException where the disk cannot hold the run, before anything is measured or allocated
     * @throws BrokenDownException where training broke down
     */
    public Outcome run(RunLock lock) throws IOException {
        lock.requireOf(job.run());
        requirePlace();
        boolean begunBefore = isStarted(job.run());
        PretrainingConfig config = RunStart.settle(job);
        try (Learner learner = Learner.of(config, job)) {
            return train(config, learner, begunBefore);
        }
    }

    private void requirePlace() throws IOException {
        if (job.train().size() == 0) {
            throw new IllegalArgumentException("there are no examples to train on; give more text");
        }
        requirePlace(
                job.run(),
                new PretrainingPlan(
                        job.config(), job.vocabulary().size(), job.tensors().precision(), job.replicas()));
    }

    private Outcome train(PretrainingConfig config, Learner learner, boolean begunBefore) throws IOException {
        StateStore store = StateStore.in(job.run().resolve(STATE));
        TrainingState state = TrainingState.none();
        try (StateStore.Loaded loaded = store.loadNewest()) {
            if (loaded != null) {
                state = TrainingState.restore(loaded, learner);
                for (String warning : loaded.warnings()) {
                    listener.said(state.step(), warning);
                }
            } else {
                if (begunBefore) {
                    listener.begunAgain();
                }
                learner.start(job.train(), job.vocabulary().size());
            }
        }
        Path run = job.run();
        try (MetricsLog log = MetricsLog.open(run, state.step() == 0 ? -1 : state.step());
                TensorBoardEvents events =
                        TensorBoardEvents.open(run.resolve("tensorboard"), state.step() == 0 ? -1 : state.step())) {
            return new Loop(config, learner, store, log, events, state).run();
        }
    }

    /** The steps of one process. */
    private final class Loop {
        private final PretrainingConfig config;
        private final Learner learner;
        private final StateStore store;
        private final MetricsLog log;
        private final TensorBoardEvents events;
        private final StepBatches batches;
        private final PretrainingCost cost;
        private final Yardstick yardstick;
        private final Watchdog watchdog;
        private TrainingState state;
        private Map<String, Double> figures = Map.of();
        /** The step whose weights the figures are of. */
        private long measuredStep;

        private long savedStep;
        private long savedAt = System.nanoTime();

        Loop(
                PretrainingConfig config,
                Learner learner,
                StateStore store,
                MetricsLog log,
                TensorBoardEvents events,
                TrainingState state) {
            this.config = config;
            this.learner = learner;
            this.store = store;
            this.log = log;
            this.events = events;
            this.state = state;
            savedStep = state.step();
            batches = new StepBatches(config, job.vocabulary(), job.train(), job.seed());
            cost = new PretrainingCost(learner.model(), config);
            yardstick = new Yardstick(job, config);
            watchdog = Watchdog.of(config, job.vocabulary().size());
        }

        Outcome run() throws IOException {
            listener.started(state.step(), config.steps());
            while (state.step() < config.steps() && !stop.getAsBoolean()) {
                step();
            }
            boolean finished = state.step() == config.steps();
            if (!finished && state.step() == 0) {
                // Weights that were never trained are no model to leave behind.
                return new Outcome(0, false, 0, 0, 0, Map.of(), yardstick.name());
            }
            if (savedStep != state.step()) {
                save();
            }
            // A run is stopped between two measurements: figures must not be older than the weights that they stand
            // beside.
            if (measuredStep != state.step()) {
                measure();
            }
            RunExport.write(job, config, learner, state, figures, yardstick.name());
            return new Outcome(
                    state.step(), finished, state.tokens(), state.flops(), state.seconds(), figures, yardstick.name());
        }

        private void step() throws IOException {
            long number = state.step() + 1;
            long begin = System.nanoTime();
            Batch batch = batches.at(number);
            boolean detailed = job.cadence().logsAt(number, config.steps());
            Learner.Trained trained = learner.train(batch, number, detailed);
            Stage stage = learner.stageOf(number);
            double perToken =
                    cost.perToken(stage, config.contrastsAt(number), batch.length(), config.maskShareAt(number));
            double flops = batch.tokens() * perToken + cost.update(stage);
            double seconds = (System.nanoTime() - begin) * 1e-9;
            boolean applied = trained.update().applied();
            state = new TrainingState(
                    number,
                    state.tokens() + batch.tokens(),
                    state.flops() + flops,
                    state.seconds() + seconds,
                    state.skipped() + (applied ? 0 : 1),
                    applied ? 0 : state.broken() + 1);
            if (!applied) {
                sayBroken(number);
            }
            listener.stepped(number, state.tokens(), flops / seconds);
            if (detailed && applied) {
                measureTraining(trained, number, batch.tokens() / seconds);
            }
            if (job.cadence().evaluatesAt(number, config.steps()) && yardstick.isHeldOut()) {
                measure();
                write(MetricsLog.EVAL, number, figures);
            }
            double sinceSave = (System.nanoTime() - savedAt) * 1e-9;
            if (job.cadence().savesAt(number, savedStep, sinceSave)) {
                save();
            }
        }

        private void measure() {
            figures = yardstick.measure(learner);
            measuredStep = state.step();
        }

        private void measureTraining(Learner.Trained trained, long number, double tokensPerSecond) throws IOException {
            Map<String, Double> measured = new LinkedHashMap<>(Metrics.of(trained.result(), config));
            measured.put("learning_rate", trained.rate());
            measured.put(
                    "gradient_norm",
                    Math.sqrt(trained.update().norms().stream()
                            .mapToDouble(norm -> norm * norm)
                            .sum()));
            measured.put("tokens_per_second", tokensPerSecond);
            write(MetricsLog.TRAIN, number, measured);
            var words = watchdog.look(number, measured);
            if (words.isPresent()) {
                say(number, words.get());
            }
        }

        private void sayBroken(long number) throws IOException {
            say(
                    number,
                    "Step " + number + " was skipped: its gradient is not a number; the first such is of "
                            + learner.firstBroken() + ".");
            if (state.broken() == MOST_BROKEN) {
                throw new BrokenDownException("training has broken down: " + MOST_BROKEN
                        + " steps in a row had a gradient that is not a number, the first of " + learner.firstBroken()
                        + ". Start again in another folder with a lower learning_rate or in fp32; "
                        + whatIsLeft(number - MOST_BROKEN));
            }
        }

        /** What there is to go on from, after the last step whose gradient was a number: its weights are those that broke. */
        private String whatIsLeft(long lastGood) {
            if (savedStep == 0) {
                return "no state was saved, so nothing of this run is left to go on from";
            }
            return "the state of step " + savedStep
                    + (savedStep < lastGood
                            ? " was saved before and is sound"
                            : " holds the weights that broke already");
        }

        private void write(String kind, long number, Map<String, Double> measured) throws IOException {
            log.log(kind, number, measured);
            events.log(kind, number, measured);
            listener.measured(kind, number, measured);
        }

        private void say(long number, String words) throws IOException {
            log.event(number, words);
            events.event(number, words);
            listener.said(number, words);
        }

        private void save() throws IOException {
            state.save(store, learner);
            savedStep = state.step();
            savedAt = System.nanoTime();
            listener.saved(state.step());
        }
    }
}
