package io.github.electra4j.serve.http;

import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.runs.RunFolder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is served, loaded.
 *
 * @param models in the order in which they are asked where a request names none
 * @param runs that may be watched; null for none
 * @param ask documents that {@code POST /v1/ask} answers from; null for none
 * @param dialogue whose models are among the others, under the names of what they do in it; null for none
 * @param dialogueAsk the documents of the dialogue; null for none
 */
public record Served(
        List<ServedModel> models,
        @Nullable RunFolder runs,
        @Nullable Ask ask,
        @Nullable Dialogue dialogue,
        @Nullable Ask dialogueAsk)
        implements AutoCloseable {
    public Served {
        models = List.copyOf(models);
    }

    /** Models alone. */
    static Served of(List<ServedModel> models) {
        return new Served(models, null, null, null, null);
    }

    /** Frees the models, each once nobody asks it any more. */
    void closeModels() {
        models.forEach(ServedModel::close);
    }

    /** Frees the documents, which nobody may be reading any more. */
    void closeDocuments() {
        Stream.concat(Stream.ofNullable(ask), Stream.ofNullable(dialogueAsk)).forEach(Ask::close);
    }

    @Override
    public void close() {
        closeModels();
        closeDocuments();
    }
}
