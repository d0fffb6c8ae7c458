package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.sets.GlueScores;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.train.finetune.FineTuningReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A finished fine-tuning on a task of GLUE.
 *
 * @param folder its output
 * @param set the task
 * @param seeds trainings that the figures are the means of
 * @param figures those that GLUE's average is made of, by name
 */
record GlueRun(Path folder, NamedSet set, int seeds, Map<String, Double> figures) {
    /**
     * Reads what a fine-tuning wrote.
     *
     * @throws IllegalArgumentException where the folder holds no finished fine-tuning on a task of GLUE
     */
    static GlueRun read(Path folder) throws IOException {
        if (!FineTuningReport.isOf(folder)) {
            throw new IllegalArgumentException(
                    folder + ": no finished fine-tuning; give the output of electra finetune");
        }
        String name = set(folder);
        List<String> wanted = GlueScores.figures().get(name);
        if (wanted == null) {
            throw new IllegalArgumentException(folder + ": was trained on "
                    + (name.isEmpty() ? "files of its own" : name) + ", expected one of "
                    + String.join(", ", GlueScores.figures().keySet()) + "; train with --task NAME --data FOLDER");
        }
        JsonNode results = JsonText.readObject(FineTuningReport.results(folder));
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String figure : wanted) {
            JsonNode mean = results.path("dev").path(figure).path("mean");
            if (mean.isNumber()) {
                figures.put(figure, mean.doubleValue());
            }
        }
        return new GlueRun(folder, NamedSet.of(name), results.path("trials").size(), figures);
    }

    private static String set(Path folder) throws IOException {
        try (ModelDirectory model = ModelDirectory.open(folder)) {
            TaskSettings settings = model.task();
            return settings == null ? "" : String.valueOf(settings.extra().getOrDefault("set", ""));
        }
    }

    /** The same with the accuracy on MNLI's mismatched part, of the model that was kept. */
    GlueRun withMismatched(Evaluation evaluation) {
        Map<String, Double> all = new LinkedHashMap<>(figures);
        all.put(GlueScores.MISMATCHED, evaluation.figure("accuracy"));
        return new GlueRun(folder, set, seeds, all);
    }
}
