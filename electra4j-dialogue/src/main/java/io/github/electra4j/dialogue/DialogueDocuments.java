package io.github.electra4j.dialogue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where answers out of documents come from.
 *
 * @param index that {@code electra index} has made
 * @param reader a model of {@code qa}
 * @param reranker a cross-encoder that ranks passages, or null
 */
public record DialogueDocuments(
        Path index, Path reader, @Nullable Path reranker) {}
