package io.github.electra4j;

import java.util.List;

/**
 * How likely a model holds a text to be.
 *
 * @param tokens every word piece with its score; [CLS] and [SEP] have none
 */
public record TextScore(List<ScoredToken> tokens) {
    public TextScore {
        tokens = List.copyOf(tokens);
    }

    /** The sum over the pieces; 0 for an empty text. */
    public double total() {
        return tokens.stream().mapToDouble(ScoredToken::score).sum();
    }

    /** The mean over the pieces, so that texts of unlike length can be compared; NaN for an empty text. */
    public double mean() {
        return total() / tokens.size();
    }
}
