package io.github.electra4j.sets;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Predictions in the form in which GLUE takes them: {@code index TAB prediction}, a header, the rows in the order of the test file. */
public final class Submission {
    private Submission() {}

    /**
     * Writes the file of one task, whole or not at all.
     *
     * @param set whose range bounds the values of a regression
     * @param rows of the test file, each with its index
     * @param predictions as many; labels are GLUE's own words
     */
    public static void write(Path file, NamedSet set, List<LabeledText> rows, List<? extends Prediction> predictions)
            throws IOException {
        StringBuilder text = new StringBuilder("index\tprediction\n");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            LabeledText row = rows.get(i);
            String index = Objects.requireNonNull(row.id(), row::place).strip();
            if (!index.matches("\\d+") || !seen.add(index)) {
                throw new IllegalArgumentException(row.place() + ": index \"" + index
                        + "\", expected a whole number that no other row has; take the official file");
            }
            text.append(index)
                    .append('\t')
                    .append(answer(set, predictions.get(i)))
                    .append('\n');
        }
        AtomicFiles.writeString(file, text.toString());
    }

    private static String answer(NamedSet set, Prediction prediction) {
        if (prediction instanceof ClassPrediction classes) {
            return classes.label();
        }
        LabelRange range = Objects.requireNonNull(set.range(), set.name());
        double value = ((ValuePrediction) prediction).value();
        return String.format(Locale.ROOT, "%.3f", Math.max(range.least(), Math.min(range.greatest(), value)));
    }
}
