package io.github.electra4j.cli.quickstart;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.ModelFiles;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.checkpoint.Score;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the best fine-tuned discriminator as a model directory that every other command reads. */
public final class FineTunedGlosses {
    private FineTunedGlosses() {}

    /**
     * Writes it.
     *
     * @param command as it was given, for the provenance
     * @param discriminator the pre-trained model directory
     * @param weights the fine-tuned ones
     */
    public static void write(
            QuickstartFolder folder,
            String command,
            long seed,
            List<String> classes,
            Path discriminator,
            Path weights,
            Results results)
            throws IOException {
        FineTuningConfig config = RateSweep.config();
        String data = folder.rows("test").toString();
        try (ModelDirectory parent = ModelDirectory.open(discriminator);
                SafeTensors tensors = SafeTensors.open(weights)) {
            List<NamedTensor> all = new ArrayList<>();
            for (String name : tensors.names()) {
                all.add(new NamedTensor(name, tensors.dtype(name), tensors.shape(name), tensors.bytes(name)));
            }
            Map<String, Object> settings = Map.of(
                    "learning_rate", results.pretrained().rate(),
                    "batch", config.batch(),
                    "dropout", config.dropout(),
                    "fine_tuning", results.pretrained().settings());
            Provenance.Compute compute =
                    new Provenance.Compute(0, 0, 0, results.pretrained().seconds(), "CPU");
            ModelDirectory.write(
                    folder.model(),
                    new ModelFiles(
                            "ELECTRA for WordNet's lexicographer classes",
                            ConfigFile.of(parent.config().config(), Architecture.LINEAR_CLASSIFIER.className())
                                    .withLabels(classes, "single_label_classification"),
                            all,
                            parent.vocabulary(),
                            parent.tokenizerOptions(),
                            Provenance.ofNow(
                                    command,
                                    seed,
                                    List.of(
                                            Provenance.DataFile.of(folder.rows("train")),
                                            Provenance.DataFile.of(folder.rows("dev"))),
                                    settings,
                                    compute,
                                    List.of(Provenance.Parent.of(discriminator))),
                            List.of(new Score(
                                    data,
                                    "accuracy",
                                    results.pretrained().test(),
                                    null,
                                    1,
                                    results.untrained().test(),
                                    "the same network untrained")),
                            new TaskSettings(
                                    TextClassification.NAME,
                                    GlossFiles.TEXT,
                                    null,
                                    GlossFiles.LABEL,
                                    true,
                                    classes,
                                    config.maxLength(),
                                    config.pooling().name().toLowerCase(Locale.ROOT),
                                    Map.of())));
        }
    }
}
