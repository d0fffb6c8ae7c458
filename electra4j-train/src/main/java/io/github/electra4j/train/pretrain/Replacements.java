package io.github.electra4j.train.pretrain;

/** Where the pieces come from that chosen positions are filled with (paper, section 3.2 and figure 3; Electric, section 2.3). */
public enum Replacements {
    /** Drawn by a masked LM that is trained as well. */
    GENERATOR,
    /** Drawn by a two-tower cloze model that is trained as well, and knows the probability of every token given the others. */
    TWO_TOWER,
    /** Drawn by their share of the examples, whatever stands around them. */
    UNIGRAM,
    /** Drawn evenly from the vocabulary. */
    UNIFORM;

    /** Whether a network draws them. */
    public boolean isTrained() {
        return this == GENERATOR || this == TWO_TOWER;
    }
}
