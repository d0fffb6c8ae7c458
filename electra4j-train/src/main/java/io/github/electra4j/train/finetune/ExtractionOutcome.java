package io.github.electra4j.train.finetune;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.task.extraction.ExtractionFile;
import io.github.electra4j.task.extraction.ExtractionTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the fine-tuning of an extraction gave.
 *
 * @param entities of the tagger
 * @param relations of the relation model, on the dev rows' true entities
 * @param dev both models together on the dev rows: relations between the entities that were found
 * @param prior the predictor that reads no text, on the same rows
 * @param trainRows texts that were read, those held out counted
 * @param remarks what the user should know, each a sentence
 */
public record ExtractionOutcome(
        FineTuningOutcome entities,
        FineTuningOutcome relations,
        Evaluation dev,
        Evaluation prior,
        int trainRows,
        List<String> remarks) {
    public ExtractionOutcome {
        remarks = List.copyOf(remarks);
    }

    /**
     * For a JSON file. Keys: {@code task}, {@code metric}, {@code dev} (for each figure {@code kept}: the two kept models together),
     * {@code majority} and {@code baseline}, {@code entities} and {@code relations} (each as {@link FineTuningOutcome#toJson}, the latter
     * between true entities), {@code train_rows}, {@code dev_rows}, {@code training_seconds}, {@code remarks}.
     */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("task", ExtractionTask.KIND.name());
        json.put("metric", ExtractionTask.KIND.metric());
        Map<String, Object> figures = new LinkedHashMap<>();
        dev.figures().forEach((key, figure) -> figures.put(key, Map.of("kept", figure)));
        json.put("dev", figures);
        json.put("majority", prior.toJson());
        json.put("baseline", entities.task().priorName());
        json.put("entities", entities.toJson());
        json.put("relations", relations.toJson());
        json.put("train_rows", trainRows);
        json.put("dev_rows", dev.rows());
        json.put("training_seconds", entities.seconds() + relations.seconds());
        json.put("remarks", remarks);
        return json;
    }

    /** Writes the page about both; each of the two has one of its own. */
    void writeReport(Path out) throws IOException {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(String.format(
                Locale.ROOT,
                "extraction: %,d texts learned from, %,d measured on. A relation is right where it is named right and both of its"
                        + " entities were found with their bounds and types.",
                trainRows,
                dev.rows())));
        List<List<String>> rows = new ArrayList<>();
        dev.figures()
                .forEach((key, figure) -> rows.add(List.of(
                        key,
                        String.format(Locale.ROOT, "%.4f", prior.figure(key)),
                        String.format(Locale.ROOT, "%.4f", figure))));
        blocks.add(new Block.Table(
                "On the dev rows", List.of("figure", entities.task().priorName(), "the two models"), rows));
        if (!remarks.isEmpty()) {
            blocks.add(new Block.Events(
                    remarks.stream().map(text -> new Block.Event("", text)).toList()));
        }
        blocks.add(new Block.Paragraph("The two models have reports of their own, with curves and settings: "
                + ExtractionFile.ENTITIES + "/" + FineTuningReport.NAME + " and " + ExtractionFile.RELATIONS + "/"
                + FineTuningReport.NAME + "."));
        Report.write(
                out.resolve(FineTuningReport.NAME),
                "Extraction " + out.toAbsolutePath().normalize().getFileName(),
                blocks);
    }
}
