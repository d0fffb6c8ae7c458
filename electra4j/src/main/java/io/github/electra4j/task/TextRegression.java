package io.github.electra4j.task;

import java.util.List;

/**
 * Giving a number to a text.
 *
 * @param range of the training labels
 */
public record TextRegression(LabelRange range) implements TextTask {
    /** The name of this task on the command line. */
    public static final String NAME = "regression";

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
    public String name() {
        return NAME;
    }

    @Override
    public int outputs() {
        return 1;
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

    /** The rows' labels as the network learns them, 0 to 1 over the range. */
    public float[] targets(List<LabeledText> rows) {
        double[] values = values(rows);
        float[] targets = new float[values.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) range.scale(values[i]);
        }
        return targets;
    }

    @Override
    public ValuePrediction decode(float[] scores, int text) {
        return new ValuePrediction(range.unscale(TextTask.scores(scores, text, 1)[0]));
    }
}
