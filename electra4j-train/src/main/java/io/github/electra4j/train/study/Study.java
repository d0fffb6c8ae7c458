package io.github.electra4j.train.study;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.progress.RunView;
import io.github.electra4j.train.finetune.FineTuning;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningListener;
import io.github.electra4j.train.finetune.FineTuningOutcome;
import io.github.electra4j.train.plan.EnergyMeter;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingModel;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a comparison at equal compute in its directory: every arm is pre-trained for as many counted operations, by turns, then fine-tuned
 * on every task, once for each budget and seed. Killed at any moment, the same study goes on, and ends with the same scores. A run that
 * breaks down stays without scores, and the others go on.
 */
public final class Study {
    /** Share by which a run may miss its budget. */
    private static final double MOST_OFF = 0.05;

    private final StudyJob job;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    private final @Nullable EnergyMeter meter;
    private final Map<StudyTask, FineTuningData> rows = new LinkedHashMap<>();
    private final Map<PairSet, PairSet.Rows> pairs = new LinkedHashMap<>();
    private double fineTunedSteps;

    /**
     * A study.
     *
     * @param stop asked after every step; true saves and ends
     */
    public Study(StudyJob job, StudyListener listener, BooleanSupplier stop) {
        this(job, listener, stop, EnergyMeter.open());
    }

    /**
     * A study whose energy is read from a meter.
     *
     * @param meter null where energy is not known
     */
    Study(StudyJob job, StudyListener listener, BooleanSupplier stop, @Nullable EnergyMeter meter) {
        this.job = job;
        this.listener = listener;
        this.stop = stop;
        this.meter = meter;
    }

    /** The precision of the study in a directory; null where there is none. */
    public static @Nullable Precision precisionOf(Path out) throws IOException {
        return StudyFile.precision(out);
    }

    /**
     * Checks that a directory is a study's or free for one.
     *
     * @throws IllegalArgumentException where something else would be overwritten
     */
    public static void requirePlace(Path out) {
        for (String name : List.of("report.html", "results.json", "runs", RunView.SETTINGS)) {
            if (!StudyFile.isIn(out) && Files.exists(out.resolve(name))) {
                throw new IllegalArgumentException(out + ": holds " + name
                        + " and no study, so that something else would be" + " overwritten; choose another --out");
            }
        }
    }

    /**
     * Reads the rows of tasks, and checks that they go with every arm.
     *
     * @throws IllegalArgumentException where something is wrong with a task, by its name
     */
    public static Map<StudyTask, FineTuningData> read(Declaration declaration, List<StudyTask> tasks)
            throws IOException {
        Map<StudyTask, FineTuningData> rows = new LinkedHashMap<>();
        for (StudyTask task : tasks) {
            try {
                FineTuningData data = task.data();
                for (Arm arm : declaration.arms()) {
                    task.plan(1, false).check(arm.config().maxPositions(), data);
                }
                rows.put(task, data);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("task " + task.name() + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }

    /**
     * Reads minimal pairs.
     *
     * @throws IllegalArgumentException where something is wrong with them, by file and line
     */
    public static void check(List<PairSet> sets) throws IOException {
        for (PairSet set : sets) {
            set.read();
        }
    }

    /**
     * Runs what has not been run yet.
     *
     * @throws CancellationException where it was stopped; what was done is saved
     * @throws IllegalArgumentException where a task cannot be read or does not go with an arm, before anything is trained; where the
     *     directory holds a run of other settings; or where every run of the reference broke down
     * @throws IOException where another process holds the directory, or it cannot be written, among other things
     */
    public StudyResults run() throws IOException {
        requirePlace(job.out());
        rows.putAll(read(job.declaration(), job.tasks()));
        for (PairSet set : job.pairs()) {
            pairs.put(set, set.read());
        }
        try (RunLock lock = RunLock.acquire(job.out())) {
            lock.requireOf(job.out());
            Map<ComputeBudget, Double> budgets = StudyFile.budgets(
                    job, cost(job.declaration().reference(), job.seeds().get(0), 0));
            List<Cell> cells = cells(budgets);
            Turns turns = new Turns(job, cells, listener, stop, meter);
            turns.requireSame(cells);
            requireSameUntrained();
            StudyFile.keep(job, budgets);
            Map<Cell, RunRecord> records = new HashMap<>();
            Map<Cell, RunRecord> inOrder = new LinkedHashMap<>();
            Map<Cell, Map<StudyTask, FineTuningOutcome>> outcomes = new LinkedHashMap<>();
            Map<Cell, Map<PairSet, JudgedPairs>> scores = new LinkedHashMap<>();
            for (List<Cell> group : groups(cells)) {
                records.putAll(turns.run(group));
                List<Cell> held = held(group, records);
                fineTunedSteps += (group.size() - held.size()) * stepsOfAllTasks();
                for (StudyTask task : job.tasks()) {
                    for (Cell cell : held) {
                        FineTuningOutcome outcome =
                                fineTune(cell.model(), cell.task(task), task, cell.seed(), false, cell.words());
                        outcomes.computeIfAbsent(cell, c -> new LinkedHashMap<>())
                                .put(task, outcome);
                    }
                }
                for (Cell cell : held) {
                    scores.put(cell, score(cell));
                }
            }
            Map<StudyTask, List<FineTuningOutcome>> untrained = untrained(held(cells, records));
            cells.forEach(cell -> inOrder.put(cell, Objects.requireNonNull(records.get(cell))));
            return new StudyResults(job, rows, inOrder, outcomes, scores, untrained, listener, stop);
        }
    }

    /** Every run: budgets from small to large as they were given, seed by seed, arm by arm. */
    private List<Cell> cells(Map<ComputeBudget, Double> budgets) {
        double most =
                budgets.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        Map<Long, Map<Arm, EqualCompute>> costs = new LinkedHashMap<>();
        for (long seed : job.seeds()) {
            Map<Arm, EqualCompute> ofSeed = new LinkedHashMap<>();
            job.declaration().arms().forEach(arm -> ofSeed.put(arm, cost(arm, seed, most)));
            costs.put(seed, ofSeed);
        }
        List<Cell> cells = new ArrayList<>();
        budgets.forEach((budget, flops) -> costs.forEach((seed, ofSeed) -> ofSeed.forEach((arm, cost) ->
                cells.add(Cell.of(job.out(), arm, budget, flops, fitting(arm, budget, flops, cost), seed)))));
        return cells;
    }

    /** The configuration with its steps; a budget that holds only some of them cannot be kept alike by all arms. */
    private PretrainingConfig fitting(Arm arm, ComputeBudget budget, double flops, EqualCompute cost) {
        PretrainingConfig config = cost.config(flops);
        double off = Math.abs(cost.flops(config) / flops - 1);
        if (off > MOST_OFF) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--budget %s: %s comes no nearer to it than %.3g operations, in %d step%s, so that the arms would not be"
                            + " equal; give a larger budget or a smaller batch",
                    budget.text(),
                    arm.name(),
                    cost.flops(config),
                    config.steps(),
                    config.steps() == 1 ? "" : "s"));
        }
        return config;
    }

    private EqualCompute cost(Arm arm, long seed, double most) {
        return EqualCompute.of(arm.config(), job.vocabulary(), job.train(), seed, most);
    }

    /** The runs of one budget and one seed, which take turns. */
    private List<List<Cell>> groups(List<Cell> cells) {
        int size = job.declaration().arms().size();
        List<List<Cell>> groups = new ArrayList<>();
        for (int from = 0; from < cells.size(); from += size) {
            groups.add(cells.subList(from, from + size));
        }
        return groups;
    }

    /** Those that did not break down. */
    private static List<Cell> held(List<Cell> cells, Map<Cell, RunRecord> records) {
        return cells.stream()
                .filter(cell -> Objects.requireNonNull(records.get(cell)).broken() == null)
                .toList();
    }

    private Map<PairSet, JudgedPairs> score(Cell cell) throws IOException {
        Map<PairSet, JudgedPairs> scores = new LinkedHashMap<>();
        for (Map.Entry<PairSet, PairSet.Rows> each : pairs.entrySet()) {
            PairSet set = each.getKey();
            listener.fineTuning(fineTunedSteps, fineTuningSteps(), set.name() + ": " + cell.words());
            scores.put(
                    set,
                    JudgedPairs.of(
                            cell.model(), set, each.getValue(), cell.folder().resolve(set.file())));
        }
        return scores;
    }

    /** Checks that the untrained network, where it was fine-tuned before, is that of the reference, for which nothing need be trained. */
    private void requireSameUntrained() throws IOException {
        Vocabulary vocabulary = job.vocabulary();
        ElectraConfig shape = PretrainingModel.of(
                        job.declaration().reference().config(), vocabulary.size(), vocabulary.padId())
                .shape();
        for (StudyTask task : job.tasks()) {
            for (long seed : job.seeds()) {
                // Of random weights, no model is read.
                tuning(job.out(), untrained(task, seed), task, seed, true).requireSameFromScratch(shape, vocabulary);
            }
        }
    }

    /** Where the untrained network is fine-tuned on a task. */
    private Path untrained(StudyTask task, long seed) {
        return job.out().resolve("untrained").resolve("seed-" + seed).resolve(task.folder());
    }

    /** The same network with random weights: what fine-tuning alone gives, for each seed. */
    private Map<StudyTask, List<FineTuningOutcome>> untrained(List<Cell> cells) throws IOException {
        Cell shape = cells.stream()
                .filter(cell -> cell.arm().equals(job.declaration().reference()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        job.declaration().reference().name()
                                + ": every run of the reference has broken down, so that there is nothing to compare with; give it"
                                + " another learning_rate in a declaration of your own, and another --out"));
        Map<StudyTask, List<FineTuningOutcome>> outcomes = new LinkedHashMap<>();
        for (StudyTask task : job.tasks()) {
            for (long seed : job.seeds()) {
                outcomes.computeIfAbsent(task, t -> new ArrayList<>())
                        .add(fineTune(
                                shape.model(), untrained(task, seed), task, seed, true, "untrained, seed " + seed));
            }
        }
        return outcomes;
    }

    private FineTuning tuning(Path model, Path out, StudyTask task, long seed, boolean fromScratch) {
        FineTuningData data = Objects.requireNonNull(rows.get(task));
        return new FineTuning(model, out, data, task.plan(seed, fromScratch), job.command())
                .device(job.tensors().device())
                .precision(job.tensors().precision())
                .threads(job.replicas());
    }

    private FineTuningOutcome fineTune(
            Path model, Path out, StudyTask task, long seed, boolean fromScratch, String words) throws IOException {
        FineTuningData data = Objects.requireNonNull(rows.get(task));
        double part = task.steps(data);
        double total = fineTuningSteps();
        FineTuningOutcome outcome = tuning(model, out, task, seed, fromScratch)
                .listener(new FineTuningListener() {
                    @Override
                    public void step(long done, long steps, String trial, double loss) {
                        listener.fineTuning(
                                fineTunedSteps + part * done / steps, total, task.name() + ": " + words + ", " + trial);
                    }
                })
                .stop(stop)
                .run();
        fineTunedSteps += part;
        listener.fineTuning(fineTunedSteps, total, task.name() + ": " + words);
        return outcome;
    }

    /** Steps of all fine-tunings, those of the untrained network included. */
    private double fineTuningSteps() {
        int networks = job.seeds().size()
                * (job.budgets().size() * job.declaration().arms().size() + 1);
        return networks * stepsOfAllTasks();
    }

    private double stepsOfAllTasks() {
        return rows.entrySet().stream()
                .mapToDouble(each -> each.getKey().steps(each.getValue()))
                .sum();
    }
}
