package io.github.electra4j.serve;

import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server serves.
 *
 * @param models by their names; with those of the dialogue, as {@link ModelSource#of(Dialogue)} gives them
 * @param runs a folder with training runs below it, now or later, that may be watched; null for none
 * @param documents which {@code POST /v1/ask} answers from; null for none
 * @param dialogue that {@code POST /v1/chat} holds, out of its documents too where it has some; null for none
 */
public record Serving(
        List<ModelSource> models,
        @Nullable Path runs,
        @Nullable DocumentSource documents,
        @Nullable Dialogue dialogue) {
    public Serving {
        models = List.copyOf(models);
    }

    /** Models alone. */
    public static Serving of(List<ModelSource> models) {
        return new Serving(models, null, null, null);
    }

    /** The same with training runs, or none. */
    public Serving withRuns(@Nullable Path folder) {
        return new Serving(models, folder, documents, dialogue);
    }

    /** The same with documents, or none. */
    public Serving withDocuments(@Nullable DocumentSource source) {
        return new Serving(models, runs, source, dialogue);
    }

    /** The same with a dialogue, or none. */
    public Serving withDialogue(@Nullable Dialogue held) {
        return new Serving(models, runs, documents, held);
    }
}
