package io.github.electra4j.cli;

import io.github.electra4j.ErrorAnalysis;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.task.AnsweredRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of {@code electra evaluate} for a page about the errors of a model. */
final class ErrorReportOption {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write a page about the errors: what was taken for what, the figures by class, length and so on, the worst"
                            + " with their texts. One HTML file that needs no network.")
    private @Nullable Path file;

    private final List<Block> blocks = new ArrayList<>();

    /** Finds out before the work whether the file can be written after it. */
    void check() throws IOException {
        if (file != null) {
            OutputPlace.checkFile(file, "--report");
        }
    }

    /** Refuses a file that would overwrite what another option names; null where that is not given. */
    void checkApart(String option, @Nullable Path place) throws IOException {
        OutputPlace.checkApart("--report", file, option, place);
    }

    /** Refuses the option for a model that was never fine-tuned. */
    void checkTask(@Nullable String asked) {
        if (file != null && asked != null) {
            throw new IllegalArgumentException(
                    "--report is about fine-tuned models, and not for --task " + asked + "; leave one of them out");
        }
    }

    /**
     * Adds the section of some rows, if a page is wanted.
     *
     * @param name what they are
     * @param baseline the figures of what answers without reading a text
     */
    void add(
            String name,
            AnsweredRows<?, ?, ?> answered,
            Evaluation evaluation,
            Evaluation baseline,
            List<String> remarks) {
        if (file == null) {
            return;
        }
        blocks.add(new Block.Heading(name));
        List<List<String>> rows = new ArrayList<>();
        evaluation
                .figures()
                .forEach((key, figure) -> rows.add(List.of(key, number(figure), number(baseline.figure(key)))));
        String prior = answered.of().task().priorName();
        blocks.add(new Block.Table(
                String.format(Locale.ROOT, "Figures of %,d rows", evaluation.rows()),
                List.of("figure", "the model", prior),
                rows));
        if (!remarks.isEmpty()) {
            blocks.add(new Block.Events(
                    remarks.stream().map(text -> new Block.Event("", text)).toList()));
        }
        blocks.addAll(ErrorAnalysis.of(answered).tables());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "\u2013" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** Writes the page, if it is wanted; the file is the old one or the new one, never a part. */
    void write(String model) throws IOException {
        if (file != null) {
            Report.write(file, "Errors of " + model, blocks);
        }
    }
}
