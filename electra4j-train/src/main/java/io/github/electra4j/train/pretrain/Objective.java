package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.Architecture;

/** What the network that is kept learns: the objectives that the paper compares in section 3.4, and Electric. */
public enum Objective {
    /** Replaced-token detection over all tokens (section 2). */
    ELECTRA,
    /** Replaced-token detection at the chosen positions alone: "ELECTRA 15%". */
    ELECTRA_CHOSEN,
    /** An energy for every token, by noise-contrastive estimation: Electric (Clark et al., EMNLP 2020). */
    ELECTRIC,
    /** Masked LM whose chosen positions hold drawn pieces in place of [MASK]. */
    REPLACE_MLM,
    /** Replace MLM that names the original of every token, with a copy mechanism. */
    ALL_TOKENS_MLM,
    /** Masked LM of one network alone: BERT, without its next-sentence task. */
    MASKED_LM;

    /** Whether the network that is kept tells replaced tokens from original ones. */
    public boolean detects() {
        return this == ELECTRA || this == ELECTRA_CHOSEN;
    }

    /** Whether chosen positions are filled with drawn pieces. */
    public boolean replaces() {
        return this != MASKED_LM;
    }

    /** What the network that is kept is written as. */
    public Architecture architecture() {
        return switch (this) {
            case ELECTRA, ELECTRA_CHOSEN -> Architecture.DISCRIMINATOR;
            case ELECTRIC -> Architecture.ENERGY_MODEL;
            case REPLACE_MLM, ALL_TOKENS_MLM, MASKED_LM -> Architecture.GENERATOR;
        };
    }

    /** The folder of a run in which the network that is kept is written: Electric's tells data from noise, and is a discriminator too. */
    public String folder() {
        return architecture() == Architecture.GENERATOR ? "encoder" : "discriminator";
    }
}
