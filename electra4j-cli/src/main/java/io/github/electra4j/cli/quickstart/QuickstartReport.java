package io.github.electra4j.cli.quickstart;

import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.progress.RunView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that shows what a quickstart found. */
public final class QuickstartReport {
    private QuickstartReport() {}

    /** Writes it. */
    public static void write(QuickstartFolder folder, Results results, Samples samples, List<String> next)
            throws IOException {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "WordNet 3.1 the whole way: %,d steps of pre-training on its glosses (%,d tokens, %.2g operations, %.0f s),"
                        + " then fine-tuning on 1,000 of them to name the lexicographer class; %,d glosses that were in no"
                        + " training text are the test. In all %.0f s.",
                results.pretraining().steps(),
                results.pretraining().tokens(),
                results.pretraining().flops(),
                results.pretraining().seconds(),
                results.testRows(),
                results.seconds())));
        blocks.add(new Block.Table(
                "Accuracy on test, its standard error, and the fine-tuning rate chosen on dev",
                List.of("", "accuracy", "error", "rate"),
                results.rows()));
        blocks.add(new Block.BarChart("Accuracy on test", "%", bars(results)));
        blocks.add(new Block.Heading("The wrong word"));
        blocks.add(new Block.Paragraph("In each of 1,000 test glosses one word was exchanged for another of the same"
                + " frequency decile. How often is it the one pointed at?"));
        blocks.add(new Block.Table("Exchanged word found", List.of("", "top-1"), results.probeRows()));
        for (Samples.Detection detection : samples.detections()) {
            blocks.add(new Block.Tokens(
                    "Probability of being replaced; \""
                            + detection.item().words().get(detection.item().index()) + "\" stands where \""
                            + detection.item().original() + "\" stood",
                    detection.tokens().stream()
                            .map(t -> new Block.Token(t.token(), t.probability(), detection.isExchanged(t)))
                            .toList()));
        }
        blocks.add(new Block.Heading("Predictions"));
        blocks.add(new Block.Table(
                "Test glosses",
                List.of("gloss", "class", "predicted", "probability"),
                samples.predictions().stream().map(Samples.Row::cells).toList()));
        blocks.add(new Block.Heading("Next"));
        blocks.add(new Block.Code(String.join("\n", next)));
        blocks.add(new Block.Heading("Pre-training"));
        List<RunView> runs = new ArrayList<>(List.of(RunView.read(folder.run()).named("ELECTRA")));
        if (results.maskedLm() != null) {
            runs.add(RunView.read(folder.maskedLmRun()).named("masked LM alone"));
        }
        blocks.addAll(Report.blocks(runs));
        Report.write(folder.report(), "electra4j quickstart", blocks);
    }

    private static List<Block.Bar> bars(Results results) {
        List<Block.Bar> bars = new ArrayList<>();
        bars.add(bar(results, "majority class", results.majority(), false));
        bars.add(bar(results, "untrained", results.untrained().test(), false));
        bars.add(bar(results, "ELECTRA", results.pretrained().test(), true));
        if (results.maskedLm() != null) {
            bars.add(bar(results, "masked LM alone", results.maskedLm().trial().test(), false));
        }
        return bars;
    }

    private static Block.Bar bar(Results results, String name, double accuracy, boolean highlight) {
        return new Block.Bar(name, 100 * accuracy, 100 * results.standardError(accuracy), highlight);
    }
}
