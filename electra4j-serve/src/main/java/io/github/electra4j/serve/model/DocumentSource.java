package io.github.electra4j.serve.model;

import io.github.electra4j.dialogue.DialogueDocuments;
import io.github.electra4j.documents.answer.AskOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are asked.
 *
 * @param index that {@code electra index} made
 * @param reranker a cross-encoder's directory, or null
 * @param searchWeight of the search beside the cross-encoder, see {@link io.github.electra4j.documents.answer.CrossEncoder}
 * @param options how questions are answered
 */
public record DocumentSource(Path index, @Nullable Path reranker, double searchWeight, AskOptions options) {
    /** The documents of a dialogue, asked as usual. */
    public static DocumentSource of(DialogueDocuments documents) {
        return new DocumentSource(documents.index(), documents.reranker(), 1, AskOptions.DEFAULT);
    }
}
