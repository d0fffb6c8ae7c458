package io.github.electra4j.task;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Giving a number to a text.
 *
 * @param range of the training labels
 * @param longTexts what is done with texts that are too long
 */
public record TextRegression(LabelRange range, LongTexts longTexts) implements TextTask {
    /** The name of this task on the command line. */
    public static final String NAME = "regression";

    /** How its rows are read. */
    public static final TaskKind<LabeledText> KIND = new Kind();

    /** A regression that cuts texts which are too long. */
    public TextRegression(LabelRange range) {
        this(range, LongTexts.CUT);
    }

    /**
     * The regression whose range is that of these rows.
     *
     * @throws IllegalArgumentException if a label is not a finite number, or if all are the same
     */
    public static TextRegression of(List<LabeledText> train) {
        if (train.isEmpty()) {
            throw new IllegalArgumentException("no rows, so no labels");
        }
        double[] values = values(train);
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        if (least == greatest) {
            throw new IllegalArgumentException(train.get(0).file() + ": all " + train.size() + " rows have the label "
                    + train.get(0).knownLabel() + "; a regression needs at least two values");
        }
        return new TextRegression(new LabelRange(least, greatest));
    }

    @Override
    public TaskKind<LabeledText> kind() {
        return KIND;
    }

    @Override
    public int outputs() {
        return 1;
    }

    /** The one name that Hugging Face gives to a value. */
    @Override
    public List<String> outputNames() {
        return List.of("LABEL_0");
    }

    @Override
    public String problemType() {
        return NAME;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(longTexts.settings());
        settings.put(TaskSettings.LABEL_LEAST, range.least());
        settings.put(TaskSettings.LABEL_GREATEST, range.greatest());
        return settings;
    }

    /** The label as the network learns it, 0 to 1 over the range. */
    @Override
    public double target(LabeledText row) {
        return (float) range.scale(value(row));
    }

    @Override
    public void learn(List<TextWindow> windows, int start, TaskLoss loss) {
        loss.squaredError(start, windows.get(0).target());
    }

    /** The rows' labels as numbers, in their own unit. */
    public static double[] values(List<LabeledText> rows) {
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rows.get(i));
        }
        return values;
    }

    private static double value(LabeledText row) {
        String label = row.knownLabel();
        double value;
        try {
            value = Double.parseDouble(label);
        } catch (NumberFormatException e) {
            throw notANumber(row, label);
        }
        if (!Double.isFinite(value)) {
            throw notANumber(row, label);
        }
        return value;
    }

    private static IllegalArgumentException notANumber(LabeledText row, String label) {
        return new IllegalArgumentException(row.place() + ": label \"" + label
                + "\", expected a finite number such as 3.5; correct the label or leave the row out");
    }

    @Override
    public ValuePrediction decode(float[] scores, int text) {
        return new ValuePrediction(range.unscale(TextTask.scores(scores, text, 1)[0]));
    }

    @Override
    public void check(List<LabeledText> rows) {
        values(rows);
    }

    @Override
    public Evaluation evaluate(List<LabeledText> rows, List<Prediction> answers) {
        double[] predicted =
                answers.stream().mapToDouble(p -> ((ValuePrediction) p).value()).toArray();
        return Evaluation.ofValues(values(rows), predicted);
    }

    /** The weight of an error is its size. */
    @Override
    public Judgement judged(LabeledText row, Prediction answer) {
        double error = Math.abs(((ValuePrediction) answer).value() - value(row));
        return new Judgement(TextTask.shown(row), row.knownLabel(), written(answer), error);
    }

    @Override
    public String metric() {
        return KIND.metric();
    }

    /** The mean of the labels. */
    @Override
    public List<Double> prior(List<LabeledText> rows) {
        return List.of(Arrays.stream(values(rows)).average().orElseThrow());
    }

    @Override
    public Prediction priorAnswer(LabeledText row, List<Double> prior) {
        return new ValuePrediction(prior.get(0));
    }

    @Override
    public String priorName() {
        return "mean of the labels";
    }

    @Override
    public List<String> columns(boolean whole) {
        return List.of("prediction");
    }

    @Override
    public List<List<String>> lines(Prediction answer, boolean whole) {
        return List.of(List.of(written(answer)));
    }

    @Override
    public void write(Prediction answer, boolean whole, ObjectNode object) {
        object.put("prediction", Double.parseDouble(written(answer)));
    }

    private static String written(Prediction answer) {
        return String.format(Locale.ROOT, "%.6g", ((ValuePrediction) answer).value());
    }

    private static final class Kind extends TextKind {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String metric() {
            return "spearman";
        }

        @Override
        public Task<LabeledText, ?, ?> learned(List<LabeledText> train, TaskOptions options, KnownLabels known) {
            LabelRange range = known.range() == null ? of(train).range() : known.range();
            return new TextRegression(range, longTexts(options));
        }

        @Override
        public Task<LabeledText, ?, ?> restored(TaskSettings settings, String source) {
            LabelRange range = new LabelRange(
                    settings.number(TaskSettings.LABEL_LEAST, source),
                    settings.number(TaskSettings.LABEL_GREATEST, source));
            return new TextRegression(range, LongTexts.restored(settings, source));
        }

        @Override
        public @Nullable Task<LabeledText, ?, ?> foreign(Architecture architecture, List<String> labels) {
            return TextKind.isOfTexts(architecture) && labels.size() == 1
                    ? new TextRegression(new LabelRange(0, 1), LongTexts.WINDOWS)
                    : null;
        }
    }
}
