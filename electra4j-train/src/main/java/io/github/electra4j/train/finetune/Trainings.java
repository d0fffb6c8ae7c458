package io.github.electra4j.train.finetune;

import io.github.electra4j.TaskEvaluation;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.Task;
import io.github.electra4j.train.finetune.FineTuningOutcome.Scored;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The trainings of a fine-tuning, one after another: one for each rate, then one for each seed, and others in place of those that fell into one
 * answer. Which there are follows from the plan and from the results of those before, so that a fine-tuning that was stopped goes the same way.
 */
final class Trainings {
    private final Workshop shop;
    private final FineTuningPlan plan;
    private final FineTuningData data;
    private final FineTuningListener listener;
    private final BooleanSupplier stop;
    private final long saveEveryNanos;
    private final long stepsOfOne;
    private final List<Scored> retried = new ArrayList<>();
    private long planned;
    private long begun;
    private long nextSeed;

    Trainings(
            Workshop shop,
            FineTuningData data,
            FineTuningListener listener,
            BooleanSupplier stop,
            long saveEveryNanos) {
        this.shop = shop;
        this.plan = shop.plan();
        this.data = data;
        this.listener = listener;
        this.stop = stop;
        this.saveEveryNanos = saveEveryNanos;
        stepsOfOne = plan.config().stepsPerEpoch(shop.train()) * plan.config().epochs();
        planned = plan.rates().size() + plan.seeds().size() - 1L;
        nextSeed = Collections.max(plan.seeds()) + 1;
    }

    /** Trains what has no result yet. */
    FineTuningOutcome run() throws IOException {
        List<Long> seeds = plan.seeds();
        List<Scored> sweep = new ArrayList<>();
        for (double rate : plan.rates()) {
            sweep.add(trial(rate, seeds.get(0), plan.retry() > 0));
        }
        // A rate that falls with the first seed is passed over like any other that is worse than the best.
        Scored chosen = sweep.get(FineTuningOutcome.best(sweep, plan.metric()));
        List<Scored> trials = new ArrayList<>(List.of(untilItStands(chosen)));
        for (long seed : seeds.subList(1, seeds.size())) {
            trials.add(untilItStands(trial(chosen.learningRate(), seed, plan.retry() > 0)));
        }
        Evaluation prior = shop.dev().rows().ofPrior(shop.train().rows().prior());
        EncodedRows<?, ?, ?> selection = shop.selection();
        int kept = FineTuningOutcome.best(trials, plan.metric());
        return new FineTuningOutcome(
                shop.task(),
                plan.metric(),
                chosen.learningRate(),
                plan.rates().size() > 1 ? sweep : List.of(),
                trials,
                retried,
                kept,
                prior,
                shop.train().rows().size(),
                selection == null ? 0 : selection.rows().size(),
                remarks(trials, kept, prior));
    }

    /** A training, or where it has fallen the one that takes its place. */
    private Scored untilItStands(Scored first) throws IOException {
        Scored trial = first;
        for (int left = plan.retry(); left > 0 && trial.fallen() != null; left--) {
            retried.add(trial);
            planned++;
            folder(trial.learningRate(), trial.seed()).removeWeights();
            if (folder(trial.learningRate(), nextSeed).result() == null) {
                listener.remark(name(trial.learningRate(), trial.seed()) + ": " + trial.fallen()
                        + "; it is begun again with seed " + nextSeed);
            }
            trial = trial(trial.learningRate(), nextSeed++, left > 1);
        }
        return trial;
    }

    private TrialFolder folder(double rate, long seed) {
        return TrialFolder.of(shop.out(), rate, seed);
    }

    /** What a training is called. */
    static String name(double rate, long seed) {
        return String.format(Locale.ROOT, "rate %.1e, seed %d", rate, seed);
    }

    private Scored trial(double rate, long seed, boolean mayGiveUp) throws IOException {
        TrialFolder folder = folder(rate, seed);
        Trial trial = folder.result();
        if (trial == null) {
            trial = new TrialRun(shop, folder, rate, seed, mayGiveUp, stepsOfOne * begun, stepsOfOne * planned)
                    .run(listener, stop, saveEveryNanos);
        }
        begun++;
        EncodedRows<?, ?, ?> selection = shop.selection();
        AnsweredRows<?, ?, ?> chosenOn =
                selection == null ? shop.dev().answers(trial.devScores()) : selection.answers(trial.selectionScores());
        // Chosen among trainings is by scores as they are; whether a temperature is fitted so changes no weights that
        // are kept.
        Task<?, ?, ?> tuned = chosenOn.tuned(plan.fitting());
        if (selection == null) {
            return Scored.of(trial, null, null, shop.dev().by(tuned).answers(trial.devScores()), null);
        }
        Evaluation plain = chosenOn.evaluate();
        Evaluation chosenBy = tuned == chosenOn.of().task()
                ? plain
                : selection.by(tuned).answers(trial.selectionScores()).evaluate();
        if (plan.fitting().calibrates() && chosenOn.probabilities() != null) {
            tuned = selection
                    .by(chosenOn.calibrated())
                    .answers(trial.selectionScores())
                    .tuned(plan.fitting());
        }
        AnsweredRows<?, ?, ?> dev = shop.dev().by(tuned).answers(trial.devScores());
        return Scored.of(trial, chosenBy, shop.fallen(plain), dev, dev.calibration());
    }

    private List<String> remarks(List<Scored> trials, int kept, Evaluation prior) {
        List<String> remarks = new ArrayList<>(data.remarks());
        String cut = shop.train().cutSaid();
        if (cut != null) {
            remarks.add("train: " + cut);
        }
        cut = shop.dev().cutSaid();
        if (cut != null) {
            remarks.add("dev: " + cut);
        }
        if (shop.counterfactual() > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "train: %,d rows with terms exchanged (%s) are learned from as well, with their labels",
                    shop.counterfactual(),
                    plan.settings().get(Precautions.COUNTERFACTUAL)));
        }
        data.train().remarks().forEach(remark -> remarks.add("train: " + remark));
        data.dev().remarks().forEach(remark -> remarks.add("dev: " + remark));
        String oneClass = TaskEvaluation.oneClass(prior);
        if (oneClass != null) {
            remarks.add("dev: " + oneClass);
        }
        for (Scored trial : trials) {
            String collapse = TaskEvaluation.collapse(trial.dev());
            if (collapse != null) {
                remarks.add("seed " + trial.seed() + ": " + collapse
                        + (oneClass == null
                                ? "; another seed, another learning rate, more epochs or more data may help"
                                : ""));
            }
            if (trial.skipped() > 0) {
                remarks.add("seed " + trial.seed() + ": " + trial.skipped()
                        + " steps were left out because a gradient was no number");
            }
        }
        if (!retried.isEmpty()) {
            remarks.add(ofRetried(trials));
        }
        if (trials.get(kept).calibration() != null && plan.selection() == Selection.DEV) {
            remarks.add(
                    "the temperature was chosen by the dev rows, so that their log loss and calibration error flatter the model");
        }
        Map<String, Object> chosen =
                new TreeMap<>(trials.get(kept).answers().of().task().chosen());
        if (chosen.keySet().stream().anyMatch(key -> !key.equals(TaskSettings.TEMPERATURE))) {
            remarks.add(ofThreshold(chosen));
        }
        // On rows of one class the majority class may well be all that there is to find.
        String useless = oneClass == null
                ? TaskEvaluation.notBetterThanPrior(
                        shop.task(), trials.get(kept).dev(), prior, plan.metric())
                : null;
        if (useless != null) {
            remarks.add(useless);
        }
        if (plan.config().batch() > shop.train().rows().size()) {
            remarks.add("the batch of " + plan.config().batch() + " texts is larger than the "
                    + shop.train().rows().size()
                    + " training rows, so that an epoch is a single step; a smaller batch learns more from them");
        }
        if (!plan.chooses()) {
            remarks.add(
                    "one seed and one rate: nothing was chosen, so all training rows were learned from, and the spread"
                            + " over seeds is not known");
        }
        return remarks;
    }

    private String ofThreshold(Map<String, Object> chosen) {
        String values = chosen.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "chosen and kept with the model: " + values
                + (shop.selection() == null || plan.selection() == Selection.DEV
                        ? "; by the dev rows themselves, so that their figures flatter the model"
                        : plan.selection() == Selection.FILE
                                ? "; by the rows to choose on, each seed its own"
                                : "; by the rows held out, each seed its own");
    }

    /** Who leaves failures out of a mean must say so, and what the mean is with them (Mosbach et al., ICLR 2021, section 3). */
    private String ofRetried(List<Scored> trials) {
        double[] figures = Stream.concat(trials.stream(), retried.stream())
                .mapToDouble(trial -> trial.dev().figure(plan.metric()))
                .toArray();
        long lost = trials.stream().filter(trial -> trial.fallen() != null).count();
        return String.format(
                Locale.ROOT,
                "%d of %d trainings fell into one answer and were begun again (seed %s); the figures are of the other %d%s, and"
                        + " the mean %s of all is %.4f",
                retried.size(),
                figures.length,
                retried.stream().map(trial -> Long.toString(trial.seed())).collect(Collectors.joining(", ")),
                trials.size(),
                lost == 0 ? "" : ", of which " + lost + " fell as well",
                plan.metric(),
                Summary.of(figures).mean());
    }
}
