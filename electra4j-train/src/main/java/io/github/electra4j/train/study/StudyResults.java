package io.github.electra4j.train.study;

import io.github.electra4j.evaluate.PairedBootstrap;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningOutcome;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a study gave: scores, their spread, what each run cost, and whether arms differ by more than chance. */
public final class StudyResults {
    /** The name under which the mean over the tasks stands. */
    public static final String AVERAGE = "average";

    private static final int ROUNDS = 1000;
    private static final long KEY = 20200326;
    private static final double JOULES_PER_KILOWATT_HOUR = 3.6e6;

    private final StudyJob job;
    private final Map<StudyTask, FineTuningData> rows;
    private final Map<Cell, RunRecord> records;
    private final Map<Cell, Map<StudyTask, FineTuningOutcome>> outcomes;
    private final Map<Cell, Map<PairSet, JudgedPairs>> pairs;
    private final Map<StudyTask, List<FineTuningOutcome>> untrained;
    private final List<Row> table;
    private final List<Comparison> comparisons;

    /**
     * An arm at a budget, over the seeds.
     *
     * @param arm its name
     * @param budget as it was given
     * @param flops that a run was to cost
     * @param parameters of the network that is kept, without heads for training alone
     * @param scores by task, and under {@link #AVERAGE} their mean where there are several tasks, over the runs that held; empty where
     *     none did
     * @param runs one a seed
     */
    public record Row(
            Arm arm, ComputeBudget budget, double flops, long parameters, Map<String, Summary> scores, List<Run> runs) {
        /** The runs that did not break down. */
        public List<Run> held() {
            return runs.stream().filter(run -> run.broken() == null).toList();
        }

        /** Mean of an amount over the runs that held; null where one does not know it, or none held. */
        public @Nullable Double mean(Function<Run, @Nullable Double> amount) {
            List<@Nullable Double> amounts = held().stream().map(amount).toList();
            return amounts.isEmpty() || amounts.contains(null)
                    ? null
                    : amounts.stream()
                            .mapToDouble(each -> Objects.requireNonNull(each))
                            .average()
                            .orElseThrow();
        }
    }

    /**
     * A run. One that broke down has neither scores nor figures, and cost nothing that counts.
     *
     * @param seed its seed
     * @param broken why it broke down; null where it held
     * @param steps of pre-training
     * @param tokens that it saw
     * @param flops that it cost, counted from shapes
     * @param seconds of pre-training
     * @param joules that the processors took meanwhile; null where that is not known
     * @param scores by task
     * @param figures of pre-training on held-out examples
     */
    public record Run(
            long seed,
            @Nullable String broken,
            long steps,
            long tokens,
            double flops,
            double seconds,
            @Nullable Double joules,
            Map<String, Double> scores,
            Map<String, Double> figures) {}

    /**
     * An arm against the reference.
     *
     * @param arm its name
     * @param budget as it was given
     * @param task its name, or {@link #AVERAGE}
     * @param result the arm's score less the reference's
     */
    public record Comparison(String arm, String budget, String task, PairedBootstrap result) {}

    StudyResults(
            StudyJob job,
            Map<StudyTask, FineTuningData> rows,
            Map<Cell, RunRecord> records,
            Map<Cell, Map<StudyTask, FineTuningOutcome>> outcomes,
            Map<Cell, Map<PairSet, JudgedPairs>> pairs,
            Map<StudyTask, List<FineTuningOutcome>> untrained,
            StudyListener listener,
            BooleanSupplier stop) {
        this.job = job;
        this.rows = rows;
        this.records = records;
        this.outcomes = outcomes;
        this.pairs = pairs;
        this.untrained = untrained;
        table = byArm().values().stream().map(this::row).toList();
        comparisons = compare(listener, stop);
    }

    /** What was run. */
    public StudyJob job() {
        return job;
    }

    /** Names of the tasks, {@link #AVERAGE} where there are several, names of the minimal pairs, which are in no mean. */
    public List<String> tasks() {
        List<String> names =
                new ArrayList<>(job.tasks().stream().map(StudyTask::name).toList());
        if (names.size() > 1) {
            names.add(AVERAGE);
        }
        job.pairs().forEach(set -> names.add(set.name()));
        return names;
    }

    /** Arms by budget, in the order of the declaration. */
    public List<Row> table() {
        return table;
    }

    /** The runs that broke down, in words. */
    public List<String> brokenDown() {
        List<String> words = new ArrayList<>();
        records.forEach((cell, record) -> {
            if (record.broken() != null) {
                words.add(cell.words() + ", " + cell.budget().text() + ": " + record.broken());
            }
        });
        return words;
    }

    /**
     * Every other arm against the reference, on each task and, where there are several, on their mean, over the seeds with which both
     * held.
     */
    public List<Comparison> comparisons() {
        return comparisons;
    }

    /** The same network untrained, by task, over the seeds. */
    public Map<String, Summary> untrained() {
        Map<String, Summary> scores = new LinkedHashMap<>();
        untrained.forEach((task, all) -> scores.put(
                task.name(),
                Summary.of(all.stream().mapToDouble(each -> score(task, each)).toArray())));
        if (untrained.size() > 1) {
            double[] means = new double[job.seeds().size()];
            untrained.forEach((task, all) -> {
                for (int i = 0; i < means.length; i++) {
                    double score = score(task, all.get(i));
                    means[i] += (Double.isNaN(score) ? 0 : score) / untrained.size();
                }
            });
            scores.put(AVERAGE, Summary.of(means));
        }
        return scores;
    }

    /** The answer that reads no text: the score of the majority class by task; undefined for correlations. */
    public Map<String, Double> majority() {
        Map<String, Double> scores = new LinkedHashMap<>();
        untrained.forEach(
                (task, all) -> scores.put(task.name(), all.get(0).prior().figure(task.metric())));
        // Of two texts one is the better: who guesses is right half the time.
        job.pairs().forEach(set -> scores.put(set.name(), 0.5));
        return scores;
    }

    /** Grams of CO2 of so many joules; null where these are not known. */
    public @Nullable Double grams(@Nullable Double joules) {
        return joules == null ? null : joules / JOULES_PER_KILOWATT_HOUR * job.gramsPerKilowattHour();
    }

    /** The run directories of all pre-trainings. */
    List<Path> runs() {
        return records.keySet().stream().map(Cell::run).toList();
    }

    private record Place(Arm arm, ComputeBudget budget) {}

    /** The runs of each arm and budget, one a seed. */
    private Map<Place, List<Cell>> byArm() {
        return records.keySet().stream()
                .collect(Collectors.groupingBy(
                        cell -> new Place(cell.arm(), cell.budget()), LinkedHashMap::new, Collectors.toList()));
    }

    private Row row(List<Cell> cells) {
        Cell first = cells.get(0);
        List<Run> runs = cells.stream().map(this::run).toList();
        Map<String, Summary> scores = new LinkedHashMap<>();
        for (String task : tasks()) {
            double[] held = runs.stream()
                    .filter(run -> run.broken() == null)
                    .mapToDouble(run -> run.scores().get(task))
                    .toArray();
            if (held.length > 0) {
                scores.put(task, Summary.of(held));
            }
        }
        PretrainingPlan plan = new PretrainingPlan(
                first.config(), job.vocabulary().size(), job.tensors().precision(), job.replicas());
        return new Row(first.arm(), first.budget(), first.flops(), plan.keptParameters(), scores, runs);
    }

    private Run run(Cell cell) {
        RunRecord record = Objects.requireNonNull(records.get(cell));
        RunRecord.Outcome outcome = record.outcome();
        if (outcome == null) {
            return new Run(cell.seed(), record.broken(), record.steps(), 0, 0, 0, null, Map.of(), Map.of());
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        outcomes.getOrDefault(cell, Map.of()).forEach((task, of) -> scores.put(task.name(), score(task, of)));
        if (scores.size() > 1) {
            scores.put(
                    AVERAGE,
                    scores.values().stream()
                            // As in the test of significance: a correlation that is undefined counts as none.
                            .mapToDouble(score -> score.isNaN() ? 0 : score)
                            .average()
                            .orElseThrow());
        }
        pairs.getOrDefault(cell, Map.of()).forEach((set, of) -> scores.put(set.name(), of.accuracy()));
        return new Run(
                cell.seed(),
                null,
                cell.config().steps(),
                outcome.tokens(),
                outcome.flops(),
                outcome.seconds(),
                record.joules(),
                scores,
                outcome.figures());
    }

    private static double score(StudyTask task, FineTuningOutcome outcome) {
        return outcome.summary(task.metric()).mean();
    }

    private List<Comparison> compare(StudyListener listener, BooleanSupplier stop) {
        List<Pending> pending = pending();
        List<Comparison> found = new ArrayList<>();
        for (Pending each : pending) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("stopped at comparison " + found.size() + " of " + pending.size()
                        + "; all training is saved, and the same command goes on to compare");
            }
            String words = each.arm + " on " + each.task;
            listener.comparing(found.size(), pending.size(), words);
            found.add(each.compared());
            listener.comparing(found.size(), pending.size(), words);
        }
        return found;
    }

    /** A comparison whose draws have not been made. */
    private record Pending(String arm, String budget, String task, List<PairedBootstrap.Task> paired, int seeds) {
        Comparison compared() {
            return new Comparison(arm, budget, task, PairedBootstrap.of(paired, seeds, ROUNDS, KEY));
        }
    }

    private List<Pending> pending() {
        Map<Place, List<Cell>> all = byArm();
        List<Pending> found = new ArrayList<>();
        all.forEach((place, every) -> {
            Place other = new Place(job.declaration().reference(), place.budget());
            List<Cell> cells = held(every, Objects.requireNonNull(all.get(other)));
            List<Cell> reference = held(Objects.requireNonNull(all.get(other)), every);
            if (place.equals(other) || cells.isEmpty()) {
                return;
            }
            List<PairedBootstrap.Task> paired = new ArrayList<>();
            for (StudyTask task : job.tasks()) {
                FineTuningData data = Objects.requireNonNull(rows.get(task));
                PairedBootstrap.Task one =
                        new PairedBootstrap.Task(data.dev().size(), scorer(task, cells), scorer(task, reference));
                paired.add(one);
                found.add(pending(place, task.name(), List.of(one), cells.size()));
            }
            if (paired.size() > 1) {
                found.add(pending(place, AVERAGE, paired, cells.size()));
            }
            for (PairSet set : job.pairs()) {
                int size = pairs(cells.get(0), set).right().length;
                PairedBootstrap.Task one = new PairedBootstrap.Task(
                        size,
                        (seed, drawn) -> pairs(cells.get(seed), set).accuracy(drawn),
                        (seed, drawn) -> pairs(reference.get(seed), set).accuracy(drawn));
                found.add(pending(place, set.name(), List.of(one), cells.size()));
            }
        });
        return found;
    }

    /** Of these runs those that held with a seed with which the other's held too. */
    private List<Cell> held(List<Cell> cells, List<Cell> others) {
        List<Long> seeds =
                others.stream().filter(outcomes::containsKey).map(Cell::seed).toList();
        return cells.stream()
                .filter(cell -> outcomes.containsKey(cell) && seeds.contains(cell.seed()))
                .toList();
    }

    private static Pending pending(Place place, String task, List<PairedBootstrap.Task> paired, int seeds) {
        return new Pending(place.arm().name(), place.budget().text(), task, paired, seeds);
    }

    private PairedBootstrap.Scorer scorer(StudyTask task, List<Cell> cells) {
        List<List<ToDoubleFunction<int[]>>> trials = cells.stream()
                .map(cell -> outcome(cell, task).trials().stream()
                        .map(trial -> trial.answers().drawn(task.metric()))
                        .toList())
                .toList();
        return (seed, drawn) -> trials.get(seed).stream()
                .mapToDouble(trial -> trial.applyAsDouble(drawn))
                .average()
                .orElseThrow();
    }

    private JudgedPairs pairs(Cell cell, PairSet set) {
        return Objects.requireNonNull(Objects.requireNonNull(pairs.get(cell)).get(set));
    }

    private FineTuningOutcome outcome(Cell cell, StudyTask task) {
        return Objects.requireNonNull(Objects.requireNonNull(outcomes.get(cell)).get(task));
    }
}
