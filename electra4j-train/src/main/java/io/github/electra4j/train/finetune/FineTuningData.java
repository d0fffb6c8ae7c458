package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.Provenance.DataFile;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of a task.
 *
 * @param task with the labels, or their range, of the training rows
 * @param columns of the files
 * @param train rows to learn from, before any are held out
 * @param dev rows to measure on
 * @param files that they come from
 */
public record FineTuningData(
        TextTask task, Columns columns, List<LabeledText> train, List<LabeledText> dev, List<DataFile> files) {
    public FineTuningData {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        files = List.copyOf(files);
    }

    /**
     * Reads the files of a task.
     *
     * @param kind {@code classification} or {@code regression}
     * @throws IllegalArgumentException where a column or a label is not as it should be, with file and line
     */
    public static FineTuningData read(String kind, Path train, Path dev, Columns columns) throws IOException {
        List<LabeledText> trainRows = LabeledTextReader.readAll(train, columns);
        TextTask task =
                switch (kind) {
                    case TextClassification.NAME -> TextClassification.of(trainRows);
                    case TextRegression.NAME -> TextRegression.of(trainRows);
                    default ->
                        throw new IllegalArgumentException("task: \"" + kind + "\", expected " + TextClassification.NAME
                                + " or " + TextRegression.NAME);
                };
        List<LabeledText> devRows = LabeledTextReader.readAll(dev, columns);
        targets(task, devRows);
        return new FineTuningData(task, columns, trainRows, devRows, List.of(DataFile.of(train), DataFile.of(dev)));
    }

    /** The rows' labels as the network learns them. */
    static FineTuner.Targets targets(TextTask task, List<LabeledText> rows) {
        if (task instanceof TextClassification classes) {
            return new FineTuner.Targets.Classes(classes.targets(rows));
        }
        return new FineTuner.Targets.Values(((TextRegression) task).targets(rows));
    }
}
