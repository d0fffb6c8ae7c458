package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.ModelFiles;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.Score;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.NamedWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the networks of a run as model directories, {@code generator/} and {@code discriminator/}. */
final class RunExport {
    private RunExport() {}

    static void write(
            PretrainingJob job,
            PretrainingConfig config,
            Learner learner,
            TrainingState state,
            Map<String, Double> figures,
            String measuredOn)
            throws IOException {
        Provenance provenance = provenance(job, config, state);
        NamedWeights generator = NamedWeights.of(PretrainingModel.GENERATOR);
        write(
                job,
                "generator",
                learner,
                generator,
                ConfigFile.of(learner.model().generator().config(), "ElectraForMaskedLM"),
                provenance,
                figures,
                measuredOn);
        if (config.strategy() == Strategy.GENERATOR_ONLY) {
            return;
        }
        NamedWeights discriminator = new NamedWeights(
                PretrainingModel.DISCRIMINATOR,
                config.embeddings() == Sharing.SEPARATE ? null : PretrainingModel.GENERATOR,
                config.embeddings());
        write(
                job,
                "discriminator",
                learner,
                discriminator,
                ConfigFile.of(learner.model().discriminator().config(), "ElectraForPreTraining"),
                provenance,
                figures,
                measuredOn);
    }

    private static void write(
            PretrainingJob job,
            String name,
            Learner learner,
            NamedWeights weights,
            ConfigFile configFile,
            Provenance provenance,
            Map<String, Double> figures,
            String measuredOn)
            throws IOException {
        List<NamedTensor> tensors = new ArrayList<>(weights.save(learner.parameters()));
        if (name.equals("discriminator")) {
            // The corrective head serves training alone; ElectraForPreTraining has no such weights.
            tensors.removeIf(t -> t.name().startsWith("generator_"));
        }
        List<Score> scores = new ArrayList<>();
        figures.forEach((key, value) -> {
            if (key.startsWith(name)) {
                scores.add(Score.of(measuredOn, key.substring(name.length() + 1), value));
            }
        });
        ModelDirectory.write(
                job.run().resolve(name),
                new ModelFiles(
                        job.run().getFileName() + " " + name,
                        configFile,
                        tensors,
                        job.vocabulary(),
                        job.tokenizer(),
                        provenance,
                        scores,
                        null));
    }

    private static Provenance provenance(PretrainingJob job, PretrainingConfig config, TrainingState state) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry :
                ConfigFiles.values(config).entrySet()) {
            if (entry.getValue() != null) {
                settings.put(entry.getKey(), entry.getValue());
            }
        }
        settings.put("precision", job.tensors().precision().name());
        settings.put("replicas", job.replicas());
        return Provenance.ofNow(
                job.command(),
                job.seed(),
                job.data(),
                settings,
                new Provenance.Compute(
                        state.step(),
                        state.tokens(),
                        state.flops(),
                        state.seconds(),
                        job.tensors().device().name()),
                List.of());
    }
}
