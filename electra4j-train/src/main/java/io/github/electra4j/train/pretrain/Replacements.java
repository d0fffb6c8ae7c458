package io.github.electra4j.train.pretrain;

/** Where the pieces come from that chosen positions are filled with (paper, section 3.2 and figure 3). */
public enum Replacements {
    /** Drawn by a masked LM that is trained as well. */
    GENERATOR,
    /** Drawn by their share of the examples, whatever stands around them. */
    UNIGRAM,
    /** Drawn evenly from the vocabulary. */
    UNIFORM
}
