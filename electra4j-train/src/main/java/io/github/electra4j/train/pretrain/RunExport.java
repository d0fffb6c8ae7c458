package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.Architecture;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the networks of a run as model directories: {@code generator/}, and {@code discriminator/} or {@code encoder/}. */
final class RunExport {
    private static final String GENERATOR = "generator";

    /** The folders that a run may have. */
    static final List<String> FOLDERS = Stream.concat(
                    Stream.of(GENERATOR), Stream.of(Objective.values()).map(Objective::folder))
            .distinct()
            .toList();

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
        PretrainingModel model = learner.model();
        Generator generator = model.generator();
        // Two towers are nothing that a model directory could hold; they serve training alone.
        if (generator instanceof MaskedGenerator masked) {
            write(
                    job,
                    GENERATOR,
                    NamedWeights.of(PretrainingModel.GENERATOR).save(learner.parameters()),
                    ConfigFile.of(masked.config(), Architecture.GENERATOR.className()),
                    provenance,
                    figures,
                    measuredOn);
        }
        boolean own = generator == null || model.isTied() || config.embeddings() == Sharing.SEPARATE;
        NamedWeights kept = own
                ? NamedWeights.of(PretrainingModel.DISCRIMINATOR)
                : new NamedWeights(PretrainingModel.DISCRIMINATOR, PretrainingModel.GENERATOR, config.embeddings());
        List<NamedTensor> tensors = new ArrayList<>(kept.save(learner.parameters()));
        if (model.isTied()) {
            // Its encoder alone: a head of the generator may have the name of one of the discriminator's own.
            NamedWeights.of(PretrainingModel.GENERATOR).save(learner.parameters()).stream()
                    .filter(t -> t.name().startsWith("electra."))
                    .forEach(tensors::add);
        }
        Set<String> heads = model.objective().kept().stream()
                .map(spec -> spec.name().substring(spec.name().indexOf('/') + 1))
                .collect(Collectors.toSet());
        tensors.removeIf(t -> !t.name().startsWith("electra.") && !heads.contains(t.name()));
        write(
                job,
                config.objective().folder(),
                tensors,
                ConfigFile.of(model.shape(), config.objective().architecture().className()),
                provenance,
                figures,
                measuredOn);
    }

    private static void write(
            PretrainingJob job,
            String name,
            List<NamedTensor> tensors,
            ConfigFile configFile,
            Provenance provenance,
            Map<String, Double> figures,
            String measuredOn)
            throws IOException {
        List<Score> scores = new ArrayList<>();
        figures.forEach((key, value) -> {
            if (key.startsWith(name)) {
                scores.add(Score.of(measuredOn, key.substring(name.length() + 1), value));
            }
        });
        ModelDirectory.write(
                job.run().resolve(name),
                new ModelFiles(
                        job.run().toAbsolutePath().normalize().getFileName() + " " + name,
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
