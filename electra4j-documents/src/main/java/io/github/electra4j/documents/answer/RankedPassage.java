package io.github.electra4j.documents.answer;

import io.github.electra4j.documents.index.FoundPassage;

/**
 * A passage with how likely it is that it answers.
 *
 * @param found by its words
 * @param probability by a cross-encoder that it holds the answer; without one the share that its BM25 score has in a softmax over all found
 */
public record RankedPassage(FoundPassage found, double probability) {}
