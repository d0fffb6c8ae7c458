package io.github.electra4j.documents.answer;

import io.github.electra4j.documents.index.FoundPassage;

/**
 * A passage with how likely it is that it answers.
 *
 * @param found by its words
 * @param probability by a cross-encoder that it holds the answer; without one the share that its BM25 score has in a softmax over all found
 */
public record RankedPassage(FoundPassage found, double probability) {
    /**
     * How sure an answer in it is.
     *
     * @param reader the reader's probability of the answer in this passage
     * @param weight see {@link AskOptions#passageWeight}
     */
    public double confidence(double reader, double weight) {
        return reader * Math.pow(probability, weight);
    }
}
