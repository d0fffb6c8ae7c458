package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.progress.MetricsLog;
import io.github.electra4j.progress.TensorBoardEvents;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.train.finetune.FineTuner.StepResult;
import io.github.electra4j.train.model.NamedWeights;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One training from its beginning, or from where it was stopped, to its result. */
final class TrialRun {
    /** Gradients that are no numbers, one after another, until a training is given up. */
    private static final int MOST_SKIPPED = 20;

    private static final int STEPS_A_LINE = 10;

    private final Workshop shop;
    private final double rate;
    private final long seed;
    private final boolean mayGiveUp;
    private final long stepsBefore;
    private final long stepsOfAll;
    private final TrialFolder folder;
    private final TrialProgress progress = new TrialProgress();
    private long started;
    private boolean saidFallen;
    /** Of the scores that would be kept; null before the first epoch's end, and where nothing is chosen. */
    private @Nullable Evaluation best;

    /**
     * @param mayGiveUp whether it ends where it has fallen into one answer, since another would take its place
     * @param stepsBefore steps of the trainings before this one, for the log
     * @param stepsOfAll steps of all trainings
     */
    TrialRun(
            Workshop shop,
            TrialFolder folder,
            double rate,
            long seed,
            boolean mayGiveUp,
            long stepsBefore,
            long stepsOfAll) {
        this.shop = shop;
        this.folder = folder;
        this.rate = rate;
        this.seed = seed;
        this.mayGiveUp = mayGiveUp;
        this.stepsBefore = stepsBefore;
        this.stepsOfAll = stepsOfAll;
    }

    /**
     * Trains.
     *
     * @throws CancellationException where it was stopped; the state is saved
     */
    Trial run(FineTuningListener listener, BooleanSupplier stop, long saveEveryNanos) throws IOException {
        FineTuningConfig config = shop.plan().config().withLearningRate(rate);
        StateStore states = folder.states();
        try (FineTuner tuner = new FineTuner(shop.network(), config, shop.tensors(), shop.replicas(), seed)) {
            if (!shop.plan().fromScratch()) {
                shop.loadEncoder(tuner.parameters());
            }
            progress.restore(states, tuner).forEach(listener::remark);
            if (shop.selection() != null && progress.bestEpoch > 0) {
                best = shop.selection().evaluate(progress.bestScores);
            }
            started = System.nanoTime() - (long) (progress.seconds * 1e9);
            long begun = stepsBefore + progress.step;
            try (MetricsLog log = MetricsLog.open(shop.out(), begun);
                    TensorBoardEvents events =
                            TensorBoardEvents.open(shop.out().resolve("tensorboard"), begun == 0 ? -1 : begun)) {
                train(tuner, states, new Logs(log, events), listener, stop, saveEveryNanos);
            }
            return finish(tuner);
        }
    }

    private void train(
            FineTuner tuner,
            StateStore states,
            Logs log,
            FineTuningListener listener,
            BooleanSupplier stop,
            long saveEveryNanos)
            throws IOException {
        long perEpoch = tuner.stepsPerEpoch(shop.train());
        long steps = perEpoch * shop.plan().config().epochs();
        String name = Trainings.name(rate, seed);
        long saved = System.nanoTime();
        int inARow = 0;
        while (progress.step < steps && !isPatienceSpent() && !isGivenUp(perEpoch)) {
            if (stop.getAsBoolean()) {
                save(states, tuner);
                throw new CancellationException(name + " was stopped at step " + progress.step + " of " + steps
                        + "; the same command goes on from there");
            }
            StepResult result = tuner.step(shop.train(), ++progress.step);
            progress.lossSum += result.lossSum();
            progress.tokens += result.tokens();
            inARow = result.applied() ? 0 : inARow + 1;
            progress.skipped += result.applied() ? 0 : 1;
            if (inARow >= MOST_SKIPPED) {
                throw new IllegalArgumentException(name + " diverged: the gradient is no number since step "
                        + (progress.step - inARow + 1) + "; choose a lower learning rate, or fp32");
            }
            double loss = result.loss();
            if (progress.step % STEPS_A_LINE == 0) {
                log.log(MetricsLog.TRAIN, stepsBefore + progress.step, figures(perEpoch, loss));
            }
            if (progress.step % perEpoch == 0) {
                endEpoch(tuner, log);
                sayFallen(name, listener);
            }
            listener.step(stepsBefore + progress.step, stepsOfAll, name, loss);
            if (System.nanoTime() - saved >= saveEveryNanos && progress.step < steps) {
                save(states, tuner);
                saved = System.nanoTime();
            }
        }
    }

    /** Figures for programs and people: the same in both. */
    private record Logs(MetricsLog lines, TensorBoardEvents events) {
        void log(String kind, long step, Map<String, Double> figures) throws IOException {
            lines.log(kind, step, figures);
            events.log(kind, step, figures);
        }
    }

    private boolean isPatienceSpent() {
        int patience = shop.plan().patience();
        return patience > 0 && progress.epochs.size() - progress.bestEpoch >= patience;
    }

    /**
     * Whether it has fallen into one answer and half of its epochs are over: what has not left the majority class by then, while the rate falls,
     * hardly will, and of what has left it nothing is lost.
     */
    private boolean isGivenUp(long perEpoch) {
        return mayGiveUp
                && progress.step % perEpoch == 0
                && 2 * progress.epochs.size() >= shop.plan().config().epochs()
                && fallen() != null;
    }

    /** That what would be kept has fallen into one answer, as a sentence; null where it has not, or is still warming up. */
    private @Nullable String fallen() {
        FineTuningConfig config = shop.plan().config();
        return best == null || progress.epochs.size() <= config.warmupShare() * config.epochs()
                ? null
                : shop.fallen(best);
    }

    private void sayFallen(String name, FineTuningListener listener) {
        int epochs = shop.plan().config().epochs();
        String fallen = saidFallen || progress.epochs.size() == epochs ? null : fallen();
        if (fallen != null) {
            saidFallen = true;
            listener.remark(name + ", epoch " + progress.epochs.size() + " of " + epochs + ": " + fallen);
        }
    }

    private Map<String, Double> figures(long perEpoch, double loss) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("seed", (double) seed);
        figures.put("learning_rate", rate);
        figures.put("epoch", (double) progress.step / perEpoch);
        figures.put("loss", loss);
        return figures;
    }

    private void endEpoch(FineTuner tuner, Logs log) throws IOException {
        double loss = progress.lossSum / tuner.terms(shop.train(), progress.epochs.size());
        progress.lossSum = 0;
        EncodedRows<?, ?, ?> selection = shop.selection();
        double figure = Double.NaN;
        int epoch = progress.epochs.size() + 1;
        if (selection != null) {
            float[] scores = tuner.scores(selection);
            Evaluation now = selection.evaluate(scores);
            figure = now.figure(shop.plan().metric());
            boolean keepsBest = shop.plan().bestEpoch() || shop.plan().patience() > 0;
            if (best == null || !keepsBest || isBetter(now, best)) {
                best = now;
                progress.bestEpoch = epoch;
                progress.bestScores = scores;
                progress.best = keepsBest ? tuner.weights() : progress.best;
            }
            log.log(
                    MetricsLog.EVAL,
                    stepsBefore + progress.step,
                    Map.of(
                            "seed",
                            (double) seed,
                            "learning_rate",
                            rate,
                            shop.plan().metric(),
                            figure));
        } else {
            progress.bestEpoch = epoch;
        }
        progress.epochs.add(new Trial.Epoch(loss, figure));
    }

    private boolean isBetter(Evaluation now, Evaluation before) {
        return FineTuningOutcome.isBetter(now, before, shop.plan().metric());
    }

    private void save(StateStore states, FineTuner tuner) throws IOException {
        progress.seconds = (System.nanoTime() - started) / 1e9;
        progress.save(states, tuner);
    }

    private Trial finish(FineTuner tuner) throws IOException {
        progress.seconds = (System.nanoTime() - started) / 1e9;
        if (progress.best.length > 0) {
            tuner.setWeights(progress.best);
        }
        Trial trial = new Trial(
                rate,
                seed,
                progress.epochs,
                progress.bestEpoch,
                progress.step,
                progress.tokens,
                progress.skipped,
                progress.seconds,
                progress.bestScores,
                tuner.scores(shop.dev()));
        folder.finish(trial, NamedWeights.of(TaskNetwork.OWNER).save(tuner.parameters()));
        return trial;
    }
}
