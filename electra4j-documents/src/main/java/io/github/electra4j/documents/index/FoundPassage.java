package io.github.electra4j.documents.index;

import io.github.electra4j.documents.passage.Passage;
import org.jspecify.annotations.Nullable;

/**
 * A passage that was found for a question.
 *
 * @param file that it stands in, as an absolute path
 * @param title of the document, or null
 * @param passage the passage with its place in the document's text
 * @param score how well its words fit the question's, by BM25; comparable among the passages of one question
 */
public record FoundPassage(String file, @Nullable String title, Passage passage, double score) {}
