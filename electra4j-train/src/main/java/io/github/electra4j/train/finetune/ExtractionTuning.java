package io.github.electra4j.train.finetune;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.extraction.ExtractionFile;
import io.github.electra4j.task.extraction.ExtractionRow;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.tagging.TagWindow;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fine-tuning of the two networks of an extraction, one after the other, each as {@link FineTuning} does it, in a directory of its own;
 * then both together answer the dev rows. Stopped or killed at any moment, the same one goes on and ends with the same result.
 */
public final class ExtractionTuning {
    /** What the tagger is chosen by. */
    private static final String ENTITY_METRIC = "f1";

    /** What the relation model is chosen by; no relation is none of those averaged. */
    private static final String RELATION_METRIC = "micro_f1";

    private final Path model;
    private final Path out;
    private final FineTuningData data;
    private final TaskOptions options;
    private final FineTuningPlan plan;
    private final String command;

    /** Runs the fine-tuning of one of the two, with whatever precision, threads and so on. */
    @FunctionalInterface
    public interface Runner {
        /** Its outcome. */
        FineTuningOutcome run(FineTuning one) throws IOException;
    }

    /**
     * @param model a model directory or a run directory
     * @param out where the two models go
     * @param data rows of an {@link ExtractionTask}
     * @param options that they were read with
     * @param plan of either of the two; what each is chosen by is given
     * @param command for the provenance
     */
    public ExtractionTuning(
            Path model, Path out, FineTuningData data, TaskOptions options, FineTuningPlan plan, String command) {
        this.model = model;
        this.out = out;
        this.data = data;
        this.options = options;
        this.plan = plan;
        this.command = command;
    }

    /**
     * Trains what is not trained yet, and measures both together.
     *
     * @throws IOException as {@link FineTuning#run}
     * @throws SettingException where a setting does not go with the model or the rows; nothing was written then
     * @throws IllegalArgumentException where the directory holds something else, among other things
     */
    public ExtractionOutcome run(Runner runner) throws IOException {
        refuseForeignFolder();
        TaskRows<ExtractionRow, ?, ?> train = rows(data.train());
        TaskRows<ExtractionRow, ?, ?> dev = rows(data.dev());
        ExtractionTask task = (ExtractionTask) train.task();
        TaskRows<ExtractionRow, ?, ?> selection = data.selection() == null ? null : rows(data.selection());
        FineTuningData entities = new FineTuningData(
                Columns.FIXED,
                new TaskRows<>(task.tagging(), tagged(train)),
                new TaskRows<>(task.tagging(), tagged(dev)),
                selection == null ? null : new TaskRows<>(task.tagging(), tagged(selection)),
                data.files(),
                null,
                List.of());
        FineTuningData relations = new FineTuningData(
                Columns.FIXED,
                new TaskRows<>(task.relations(), task.pairsToLearn(train.rows(), options)),
                pairs(task, dev),
                selection == null ? null : pairs(task, selection),
                data.files(),
                null,
                List.of());
        Fitting fitting = plan.fitting();
        // Chunks have no probabilities of classes, so that a temperature is that of the relations.
        FineTuningPlan ofEntities =
                plan.withMetric(ENTITY_METRIC).withFitting(new Fitting(fitting.thresholdFor(), fitting.outOfScope()));
        FineTuningPlan ofRelations = plan.withMetric(RELATION_METRIC);
        check(ofEntities, entities, ofRelations, relations);

        FineTuningOutcome first =
                runner.run(new FineTuning(model, out.resolve(ExtractionFile.ENTITIES), entities, ofEntities, command));
        FineTuningOutcome second = runner.run(
                new FineTuning(model, out.resolve(ExtractionFile.RELATIONS), relations, ofRelations, command));
        ExtractionFile.write(out, task);
        ExtractionOutcome outcome = new ExtractionOutcome(
                first,
                second,
                together(dev.rows()),
                prior(task, train.rows(), dev.rows()),
                train.size(),
                remarks(first, second));
        AtomicFiles.writeString(out.resolve(FineTuning.RESULTS), JsonText.pretty(JsonText.node(outcome.toJson())));
        outcome.writeReport(out);
        return outcome;
    }

    private void refuseForeignFolder() {
        for (String file : List.of(ConfigFile.NAME, FineTuning.SETTINGS, "discriminator", Provenance.NAME)) {
            if (Files.exists(out.resolve(file))) {
                throw new IllegalArgumentException(out + ": holds " + file
                        + ", so a model or a run that is no extraction; choose another directory");
            }
        }
    }

    private static TaskRows<ExtractionRow, ?, ?> rows(TaskRows<?, ?, ?> rows) {
        return new TaskRows<>(
                (ExtractionTask) rows.task(),
                rows.rows().stream().map(ExtractionRow.class::cast).toList());
    }

    private static List<TaggedText> tagged(TaskRows<ExtractionRow, ?, ?> rows) {
        return rows.rows().stream().map(ExtractionRow::tagged).toList();
    }

    private static TaskRows<?, ?, ?> pairs(ExtractionTask task, TaskRows<ExtractionRow, ?, ?> rows) {
        List<RelationRow> pairs = task.pairs(rows.rows());
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(rows.rows().get(0).file()
                    + ": no two entities that could be related by what the training rows have, so relations cannot be"
                    + " measured; measure on other rows");
        }
        return new TaskRows<>(task.relations(), pairs);
    }

    /** All that is known to be wrong before the first of the two is trained, which may take hours. */
    private void check(
            FineTuningPlan ofEntities, FineTuningData entities, FineTuningPlan ofRelations, FineTuningData relations)
            throws IOException {
        try (ModelDirectory source = ModelDirectory.open(model)) {
            int positions = source.config().config().maxPositions();
            ofEntities.check(positions, entities);
            ofRelations.check(positions, relations);
            // A vocabulary may lack the markers.
            relations
                    .train()
                    .pick(new int[] {0})
                    .encode(
                            new WordPieceTokenizer(source.vocabulary(), source.tokenizerOptions()),
                            plan.config().maxLength());
        }
    }

    private Evaluation together(List<ExtractionRow> dev) throws IOException {
        try (Electra electra = Electra.load(out)) {
            // As the directory has it, with whatever was chosen by answers.
            ExtractionTask task = (ExtractionTask) electra.knownTask().task();
            TaskRows<ExtractionRow, TagWindow, Extraction> rows = new TaskRows<>(task, dev);
            return rows.answered(electra.answer(rows)).evaluate();
        }
    }

    private static Evaluation prior(ExtractionTask task, List<ExtractionRow> train, List<ExtractionRow> dev) {
        return new TaskRows<>(task, dev).ofPrior(task.prior(train));
    }

    private List<String> remarks(FineTuningOutcome first, FineTuningOutcome second) {
        List<String> remarks = new ArrayList<>();
        data.train().remarks().forEach(remark -> remarks.add("train: " + remark));
        data.dev().remarks().forEach(remark -> remarks.add("dev: " + remark));
        first.remarks().stream()
                .filter(remark -> !remarks.contains(remark))
                .forEach(remark -> remarks.add("entities: " + remark));
        second.remarks().forEach(remark -> remarks.add("relations: " + remark));
        return remarks;
    }
}
