package io.github.electra4j.task;

import java.util.List;

/**
 * Naming the class of a text, one of two or more.
 *
 * @param labels the classes by id
 */
public record TextClassification(LabelSet labels) implements TextTask {
    /** The name of this task on the command line. */
    public static final String NAME = "classification";

    /** The classification whose classes are the labels of these rows. */
    public static TextClassification of(List<LabeledText> train) {
        return new TextClassification(LabelSet.of(train));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    /** Ids of the rows' labels. */
    public int[] targets(List<LabeledText> rows) {
        return labels.ids(rows);
    }

    /** Softmax over the scores; the first of equal ones is the answer. */
    @Override
    public ClassPrediction decode(float[] scores, int text) {
        double[] row = TextTask.scores(scores, text, outputs());
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        double greatest = row[best];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.exp(row[i] - greatest);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
        return new ClassPrediction(best, labels.name(best), row);
    }
}
