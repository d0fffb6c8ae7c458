package io.github.electra4j.documents.measure;

/**
 * Which passages are taken for wrong ones.
 *
 * @param negatives wrong passages of each question
 * @param depth passages found for a question among which they are drawn: the fewer, the harder
 * @param seed of the draw
 */
public record PairSettings(int negatives, int depth, long seed) {
    public PairSettings {
        if (negatives < 1) {
            throw new IllegalArgumentException("negatives: " + negatives + ", expected at least 1");
        }
        if (depth < negatives) {
            throw new IllegalArgumentException(
                    "depth: " + depth + ", expected at least " + negatives + ", the negatives to draw");
        }
    }
}
