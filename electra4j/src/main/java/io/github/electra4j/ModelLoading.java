package io.github.electra4j;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.extraction.ExtractionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Opens model directories, of one network or of two. */
final class ModelLoading {
    private ModelLoading() {}

    static Electra load(Path directory, EnginePrecision precision) throws IOException {
        return Files.exists(directory.resolve(ExtractionFile.NAME))
                ? loadExtraction(directory, precision)
                : loadOne(directory, precision);
    }

    private static Electra loadExtraction(Path directory, EnginePrecision precision) throws IOException {
        Electra entities = loadOne(directory.resolve(ExtractionFile.ENTITIES), precision);
        try {
            Electra relations = loadOne(directory.resolve(ExtractionFile.RELATIONS), precision);
            try {
                ModelTask first = entities.knownTask();
                Task<?, ?, ?> task = ExtractionFile.read(
                        directory, first.task(), relations.knownTask().task());
                ModelTask both =
                        new ModelTask(task, Columns.FIXED, first.maxLength(), first.pooling(), first.prior(), null);
                return new Electra(directory, entities, relations, both);
            } catch (RuntimeException | IOException e) {
                relations.close();
                throw e;
            }
        } catch (RuntimeException | IOException e) {
            entities.close();
            throw e;
        }
    }

    private static Electra loadOne(Path directory, EnginePrecision precision) throws IOException {
        EngineProvider provider = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine on the class path that could compute "
                        + directory + "; add the dependency io.github.electra4j:electra4j-train"));
        try (ModelDirectory model = ModelDirectory.open(directory)) {
            ModelTask task = ModelTask.of(model);
            Engine engine = provider.load(model, task, precision);
            return new Electra(model, engine, task, task == null ? trainedLength(model) : task.maxLength());
        }
    }

    /** Positions beyond the length of pre-training exist, but were never trained. */
    private static int trainedLength(ModelDirectory model) throws IOException {
        int positions = model.config().config().maxPositions();
        Provenance provenance = model.provenance();
        return provenance != null && provenance.settings().get("length") instanceof Number length
                ? Math.max(3, Math.min(positions, length.intValue()))
                : positions;
    }
}
