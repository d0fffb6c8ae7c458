package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.evaluate.ClassThreshold;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.OutOfScopeThreshold;
import io.github.electra4j.json.SixDecimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Naming the class of a text, one of two or more.
 *
 * @param labels the classes by id
 * @param longTexts what is done with texts that are too long
 * @param weights how much each class counts in the loss, see {@link ClassWeights}; empty where all count the same
 * @param decision how probabilities become an answer
 */
public record TextClassification(LabelSet labels, LongTexts longTexts, List<Double> weights, ClassDecision decision)
        implements TextTask {
    /** The name of this task on the command line. */
    public static final String NAME = "classification";

    /** How its rows are read. */
    public static final TaskKind<LabeledText> KIND = new Kind();

    public TextClassification {
        weights = List.copyOf(weights);
    }

    /** A classification whose classes all count the same, and whose answer is the likeliest. */
    public TextClassification(LabelSet labels, LongTexts longTexts) {
        this(labels, longTexts, List.of(), ClassDecision.LIKELIEST);
    }

    /** The same that cuts texts which are too long. */
    public TextClassification(LabelSet labels) {
        this(labels, LongTexts.CUT);
    }

    /** The classification whose classes are the labels of these rows. */
    public static TextClassification of(List<LabeledText> train) {
        return new TextClassification(LabelSet.of(train));
    }

    @Override
    public TaskKind<LabeledText> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    // The component of the record is the set; Hugging Face's names are those in it.
    @Override
    public List<String> outputNames() {
        return labels.names();
    }

    @Override
    public String problemType() {
        return "single_label_classification";
    }

    @Override
    public double target(LabeledText row) {
        return labels.id(row, row.knownLabel());
    }

    @Override
    public int[] classes(LabeledText row) {
        return new int[] {(int) target(row)};
    }

    @Override
    public TextClassification weighted(List<Double> byClass) {
        return new TextClassification(labels, longTexts, byClass, decision);
    }

    /** What a term of a class counts. */
    public double weight(int id) {
        return weights.isEmpty() ? 1 : weights.get(id);
    }

    @Override
    public double terms(TextWindow window) {
        return weight((int) window.target());
    }

    @Override
    public void learn(List<TextWindow> windows, int start, TaskLoss loss) {
        int target = (int) windows.get(0).target();
        loss.crossEntropy(start, 1, outputs(), target, weight(target));
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(longTexts.settings());
        settings.putAll(decision.settings());
        return settings;
    }

    @Override
    public Map<String, Object> chosen() {
        return decision.settings();
    }

    /** Two classes can have a threshold for the second, and any that one of the labels is said where no other is sure. */
    @Override
    public void checkFitting(Fitting wanted) {
        String outside = wanted.outOfScope();
        String figure = wanted.thresholdFor();
        if (outside != null && !labels.names().contains(outside)) {
            String nearest = NearestName.of(outside, labels.names());
            throw new IllegalArgumentException("no training row has the label \"" + outside
                    + "\", by whose rows the threshold would be chosen; there are " + LabelSet.listed(labels.names())
                    + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
        if (outside == null && figure != null && labels.size() != 2) {
            throw new IllegalArgumentException("a threshold is for two classes, and there are " + labels.size()
                    + "; for rows that belong to no class name their label");
        }
        List<String> figures = outside == null ? ClassThreshold.figures() : OutOfScopeThreshold.figures();
        if (figure != null && !figures.contains(figure)) {
            throw new IllegalArgumentException("expected one of " + String.join(", ", figures));
        }
    }

    @Override
    public ClassProbabilities probabilities(List<LabeledText> rows, List<Prediction> answers) {
        return new ClassProbabilities(targets(rows), probabilities(answers));
    }

    @Override
    public double temperature() {
        return decision.temperature();
    }

    @Override
    public TextClassification withTemperature(double temperature) {
        return with(decision.withTemperature(temperature));
    }

    @Override
    public TextClassification tuned(List<LabeledText> rows, List<Prediction> answers, Fitting wanted) {
        String figure = wanted.thresholdFor();
        String outside = wanted.outOfScope();
        int[] gold = targets(rows);
        double[][] probabilities = probabilities(answers);
        if (outside != null) {
            String best = figure == null ? OutOfScopeThreshold.BALANCED_ACCURACY : figure;
            double least = OutOfScopeThreshold.best(confidences(gold, probabilities, outside), best)
                    .threshold();
            return with(new ClassDecision(decision.temperature(), null, outside, least));
        }
        if (figure == null) {
            return this;
        }
        double[] second = Arrays.stream(probabilities).mapToDouble(p -> p[1]).toArray();
        boolean[] positive = new boolean[gold.length];
        for (int i = 0; i < gold.length; i++) {
            positive[i] = gold[i] == 1;
        }
        return with(new ClassDecision(
                decision.temperature(),
                ClassThreshold.best(second, positive, figure).threshold(),
                null,
                0));
    }

    private TextClassification with(ClassDecision other) {
        return new TextClassification(labels, longTexts, weights, other);
    }

    private List<OutOfScopeThreshold.Answer> confidences(int[] gold, double[][] probabilities, String outside) {
        int none = labels.names().indexOf(outside);
        List<OutOfScopeThreshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < gold.length; i++) {
            int best = TextTask.best(probabilities[i]);
            answers.add(new OutOfScopeThreshold.Answer(
                    probabilities[i][best], gold[i] == none, best == none, gold[i] == best));
        }
        return answers;
    }

    private static double[][] probabilities(List<Prediction> answers) {
        return answers.stream().map(p -> ((ClassPrediction) p).probabilities()).toArray(double[][]::new);
    }

    /** Ids of the rows' labels. */
    public int[] targets(List<LabeledText> rows) {
        return labels.ids(rows);
    }

    /** Softmax over the scores, and the class that it means. */
    @Override
    public ClassPrediction decode(float[] scores, int text) {
        double[] row = TextTask.softmax(TextTask.scores(scores, text, outputs()), decision.temperature());
        int id = decision.of(row, labels);
        return new ClassPrediction(id, labels.name(id), row);
    }

    @Override
    public void check(List<LabeledText> rows) {
        targets(rows);
    }

    @Override
    public Evaluation evaluate(List<LabeledText> rows, List<Prediction> answers) {
        int[] predicted =
                answers.stream().mapToInt(p -> ((ClassPrediction) p).id()).toArray();
        return Evaluation.ofClasses(targets(rows), predicted, probabilities(answers), labels.names());
    }

    @Override
    public Judgement judged(LabeledText row, Prediction answer) {
        ClassPrediction c = (ClassPrediction) answer;
        return new Judgement(
                TextTask.shown(row),
                row.knownLabel(),
                Judgement.sure(c.label(), c.probability()),
                c.id() == (int) target(row) ? 0 : c.probability());
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    @Override
    public String stratum(LabeledText row) {
        return row.knownLabel();
    }

    /** The share of each class by id. */
    @Override
    public List<Double> prior(List<LabeledText> rows) {
        long[] counts = new long[outputs()];
        for (int id : targets(rows)) {
            counts[id]++;
        }
        return Arrays.stream(counts).mapToObj(n -> (double) n / rows.size()).toList();
    }

    @Override
    public Prediction priorAnswer(LabeledText row, List<Double> prior) {
        int best = prior.indexOf(Collections.max(prior));
        return new ClassPrediction(
                best,
                labels.name(best),
                prior.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public String priorName() {
        return "majority class";
    }

    @Override
    public List<String> columns(boolean whole) {
        List<String> columns = new ArrayList<>(List.of("prediction", "probability"));
        if (whole) {
            labels.names().forEach(label -> columns.add("probability:" + label));
        }
        return columns;
    }

    @Override
    public List<List<String>> lines(Prediction answer, boolean whole) {
        ClassPrediction c = (ClassPrediction) answer;
        List<String> fields = new ArrayList<>(List.of(c.label(), SixDecimals.text(c.probability())));
        if (whole) {
            Arrays.stream(c.probabilities()).mapToObj(SixDecimals::text).forEach(fields::add);
        }
        return List.of(fields);
    }

    @Override
    public void write(Prediction answer, boolean whole, ObjectNode object) {
        ClassPrediction c = (ClassPrediction) answer;
        object.put("prediction", c.label());
        object.put("probability", SixDecimals.of(c.probability()));
        if (whole) {
            ObjectNode probabilities = object.putObject("probabilities");
            for (int i = 0; i < c.probabilities().length; i++) {
                probabilities.put(labels.name(i), SixDecimals.of(c.probabilities()[i]));
            }
        }
    }

    private static final class Kind extends TextKind {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String metric() {
            return "accuracy";
        }

        @Override
        public Task<LabeledText, ?, ?> learned(List<LabeledText> train, TaskOptions options, KnownLabels known) {
            LabelSet labels = known.names().isEmpty() ? LabelSet.of(train) : new LabelSet(known.names());
            return new TextClassification(labels, longTexts(options));
        }

        @Override
        public Task<LabeledText, ?, ?> restored(TaskSettings settings, String source) {
            LabelSet labels = new LabelSet(settings.labels());
            return new TextClassification(
                    labels,
                    LongTexts.restored(settings, source),
                    List.of(),
                    ClassDecision.restored(settings, labels, source));
        }

        @Override
        public @Nullable Task<LabeledText, ?, ?> foreign(Architecture architecture, List<String> labels) {
            if (!TextKind.isOfTexts(architecture) || labels.size() == 1) {
                return null;
            }
            // Hugging Face's default for a configuration that names no labels is two of them.
            return new TextClassification(
                    new LabelSet(labels.isEmpty() ? List.of("LABEL_0", "LABEL_1") : labels), LongTexts.WINDOWS);
        }
    }
}
