package io.github.electra4j.task.relation;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.RelationScores;
import io.github.electra4j.task.ClassDecision;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LeastLength;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptionException;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Naming how one mention of a text is related to another: a classification of the states at the markers before the two (Baldini Soares et
 * al., ACL 2019, section 3.2: entity markers, entity start).
 *
 * @param relations the relations by id
 * @param none the one that means no relation, which the averages leave out; null for none
 * @param markers around the mentions
 */
public record RelationTask(
        TextClassification relations, @Nullable String none, Markers markers)
        implements Task<RelationRow, RelationWindow, Prediction> {
    /** How its rows are read. */
    public static final TaskKind<RelationRow> KIND = new RelationKind();

    private static final String NONE = "none";
    private static final String MARKERS = "markers";

    /** The task whose relations are those of these rows. */
    static RelationTask learned(List<RelationRow> train, TaskOptions options) {
        options.requireOnly(KIND.name(), NONE, MARKERS);
        train.forEach(RelationRow::knownRelation);
        TextClassification relations = TextClassification.of(labeled(train));
        String none = options.values().get(NONE);
        if (none != null && !relations.labels().names().contains(none)) {
            throw new TaskOptionException(
                    NONE,
                    "\"" + none + "\", expected one of "
                            + String.join(", ", relations.labels().names()));
        }
        return new RelationTask(relations, none, markers(options));
    }

    private static Markers markers(TaskOptions options) {
        String usual = Markers.PUNCTUATION.word();
        return Markers.valueOf(options.choice(MARKERS, usual, Markers.words()).toUpperCase(Locale.ROOT));
    }

    static RelationTask restored(TaskSettings settings, String source) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(MARKERS, settings.text(MARKERS, source));
        return new RelationTask(
                new TextClassification(new LabelSet(settings.labels()))
                        .withTemperature(ClassDecision.temperature(settings, source)),
                settings.extra().containsKey(NONE) ? settings.text(NONE, source) : null,
                markers(new TaskOptions(options)));
    }

    private static List<LabeledText> labeled(List<RelationRow> rows) {
        return rows.stream().map(RelationRow::labeled).toList();
    }

    @Override
    public TaskKind<RelationRow> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return relations.outputs();
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public Architecture architecture(boolean paper) {
        return Architecture.RELATION_CLASSIFIER;
    }

    @Override
    public List<String> outputNames() {
        return relations.outputNames();
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(chosen());
        settings.put(MARKERS, markers.word());
        if (none != null) {
            settings.put(NONE, none);
        }
        return settings;
    }

    @Override
    public Map<String, Object> chosen() {
        return relations.chosen();
    }

    @Override
    public ClassProbabilities probabilities(List<RelationRow> rows, List<Prediction> answers) {
        return relations.probabilities(labeled(rows), answers);
    }

    @Override
    public double temperature() {
        return relations.temperature();
    }

    @Override
    public RelationTask withTemperature(double temperature) {
        return new RelationTask(relations.withTemperature(temperature), none, markers);
    }

    @Override
    public LeastLength leastLength() {
        return Markers.LEAST_LENGTH;
    }

    @Override
    public List<RelationWindow> windows(RelationRow row, WordPieceTokenizer tokenizer, int maxLength) {
        // Of rows to be answered a file may name relations that the model does not know; others are checked.
        int target = row.relation() == null ? -1 : relations.labels().names().indexOf(row.relation());
        return List.of(markers.window(row, tokenizer, maxLength, target));
    }

    @Override
    public int[] classes(RelationRow row) {
        return relations.classes(row.labeled());
    }

    @Override
    public RelationTask weighted(List<Double> weights) {
        return new RelationTask(relations.weighted(weights), none, markers);
    }

    @Override
    public double terms(RelationWindow window) {
        return relations.weight(window.target());
    }

    @Override
    public void learn(List<RelationWindow> windows, int start, TaskLoss loss) {
        int target = windows.get(0).target();
        loss.crossEntropy(start, 1, outputs(), target, relations.weight(target));
    }

    @Override
    public Prediction answer(RelationRow row, List<RelationWindow> windows, float[] scores, int start) {
        return relations.decode(scores, start / outputs());
    }

    @Override
    public void check(List<RelationRow> rows) {
        rows.forEach(RelationRow::knownRelation);
        relations.check(labeled(rows));
    }

    /** Figures by the rules of SemEval-2010 task 8, see {@link RelationScores}; the table of all labels, directions told apart. */
    @Override
    public Evaluation evaluate(List<RelationRow> rows, List<Prediction> answers) {
        Evaluation classes = relations.evaluate(labeled(rows), answers);
        List<String> gold = rows.stream().map(RelationRow::knownRelation).toList();
        List<String> named =
                answers.stream().map(a -> ((ClassPrediction) a).label()).toList();
        RelationScores scores = RelationScores.of(gold, named, none);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("macro_f1", scores.macroF1());
        figures.put("macro_precision", scores.macroPrecision());
        figures.put("macro_recall", scores.macroRecall());
        figures.put("micro_f1", scores.microF1());
        figures.put(
                "undirected_macro_f1",
                RelationScores.undirected(gold, named, none).macroF1());
        figures.put("accuracy", scores.accuracy());
        figures.put("log_loss", classes.figure("log_loss"));
        return new Evaluation(rows.size(), figures, classes.confusion());
    }

    @Override
    public Judgement judged(RelationRow row, Prediction answer) {
        Judgement named = relations.judged(row.labeled(), answer);
        return new Judgement(
                mention(row, row.head()) + " \u2192 " + mention(row, row.tail()) + ": " + named.text(),
                named.gold(),
                named.predicted(),
                named.weight());
    }

    private static String mention(RelationRow row, Mention mention) {
        return Excerpt.beginning(row.text().substring(mention.start(), mention.end()), 60);
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    @Override
    public String stratum(RelationRow row) {
        return row.knownRelation();
    }

    @Override
    public List<Double> prior(List<RelationRow> rows) {
        return relations.prior(labeled(rows));
    }

    @Override
    public Prediction priorAnswer(RelationRow row, List<Double> prior) {
        return relations.priorAnswer(row.labeled(), prior);
    }

    @Override
    public String priorName() {
        return relations.priorName();
    }

    @Override
    public List<String> columns(boolean whole) {
        return relations.columns(whole);
    }

    @Override
    public List<List<String>> lines(Prediction answer, boolean whole) {
        return relations.lines(answer, whole);
    }

    @Override
    public void write(Prediction answer, boolean whole, ObjectNode object) {
        relations.write(answer, whole, object);
    }
}
