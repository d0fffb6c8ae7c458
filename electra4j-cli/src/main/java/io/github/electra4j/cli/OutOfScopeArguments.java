package io.github.electra4j.cli;

import io.github.electra4j.evaluate.OutOfScope;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.Answering;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which texts belong to no class, and when a model's answer says so. */
final class OutOfScopeArguments {
    @Option(
            names = "--out-of-scope-label",
            paramLabel = "NAME",
            description =
                    "The label of texts that belong to no class, whether the model knows it or not; of clinc150 oos.")
    private @Nullable String label;

    @Option(
            names = "--out-of-scope-threshold",
            paramLabel = "P",
            description =
                    "An answer of a smaller probability says that a text belongs to no class; default the threshold that is kept with"
                            + " the model, or none.")
    private @Nullable Double threshold;

    /** Checks the values before anything is read. */
    void check() {
        if (threshold != null && !(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("--out-of-scope-threshold " + threshold + ": expected 0 to 1");
        }
    }

    /** The label, or that of the model or of a set where none was given; null for none. */
    private @Nullable String label(Task<?, ?, ?> task, @Nullable String ofSet) {
        if (label != null && !(task instanceof TextClassification)) {
            throw new IllegalArgumentException("--out-of-scope-label " + label + ": is for models that name the class"
                    + " of a text, and this one is for " + task.name() + "; leave it out");
        }
        String ofModel =
                task instanceof TextClassification classes ? classes.decision().outOfScope() : null;
        String found = label != null ? label : ofModel != null ? ofModel : ofSet;
        if (found == null && threshold != null) {
            throw new IllegalArgumentException(
                    "--out-of-scope-label is missing: which rows does --out-of-scope-threshold look for?");
        }
        return found;
    }

    /** The rows without those of which the model does not know that they belong to no class. */
    <R extends TaskRow> List<R> known(Task<R, ?, ?> task, List<R> rows, @Nullable String usual) {
        String outside = label(task, usual);
        return outside == null || task.outputNames().contains(outside)
                ? rows
                : rows.stream().filter(row -> !isOutside(row, outside)).toList();
    }

    private static boolean isOutside(TaskRow row, String outside) {
        return row instanceof LabeledText text && outside.equals(text.label());
    }

    /**
     * The figures of all rows; null where no label stands for no class.
     *
     * @param answered those that the model knows the labels of
     * @param all rows, with the others
     */
    @Nullable
    OutOfScope scores(
            Answering model, AnsweredRows<?, ?, ?> answered, List<? extends TaskRow> all, @Nullable String usual) {
        String outside = label(answered.of().task(), usual);
        if (outside == null) {
            return null;
        }
        if (!(answered.of().task() instanceof TextClassification classes)) {
            throw new IllegalArgumentException("--out-of-scope-label is for models that name the class of a text");
        }
        List<String> gold = new ArrayList<>();
        List<String> decided = new ArrayList<>();
        for (int i = 0; i < answered.answers().size(); i++) {
            gold.add(((LabeledText) answered.of().rows().get(i)).knownLabel());
            decided.add(decided(classes, answered.answers().get(i), outside));
        }
        if (!classes.labels().names().contains(outside)) {
            List<LabeledText> others = all.stream()
                    .filter(row -> isOutside(row, outside))
                    .map(row -> (LabeledText) row)
                    .map(row -> LabeledText.of(row.text(), row.pair()))
                    .toList();
            for (Prediction answer : model.answer(new TaskRows<>(classes, others))) {
                gold.add(outside);
                decided.add(decided(classes, answer, outside));
            }
        }
        return OutOfScope.of(outside, gold, decided);
    }

    /** What the model says, or with a threshold given here what it would say by that. */
    private String decided(TextClassification classes, Object answer, String outside) {
        ClassPrediction prediction = (ClassPrediction) answer;
        if (threshold == null) {
            return prediction.label();
        }
        int best = TextTask.best(prediction.probabilities());
        return prediction.probabilities()[best] < threshold
                ? outside
                : classes.labels().name(best);
    }
}
