package io.github.electra4j.train.pretrain;

/** What the network that is kept learns: the objectives that the paper compares in section 3.4. */
public enum Objective {
    /** Replaced-token detection over all tokens (section 2). */
    ELECTRA,
    /** Replaced-token detection at the chosen positions alone: "ELECTRA 15%". */
    ELECTRA_CHOSEN,
    /** Masked LM whose chosen positions hold drawn pieces in place of [MASK]. */
    REPLACE_MLM,
    /** Replace MLM that names the original of every token, with a copy mechanism. */
    ALL_TOKENS_MLM,
    /** Masked LM of one network alone: BERT, without its next-sentence task. */
    MASKED_LM;

    /** Whether the network that is kept is a discriminator. */
    public boolean detects() {
        return this == ELECTRA || this == ELECTRA_CHOSEN;
    }

    /** Whether chosen positions are filled with drawn pieces. */
    public boolean replaces() {
        return this != MASKED_LM;
    }

    /** The folder of a run in which the network that is kept is written. */
    public String folder() {
        return detects() ? "discriminator" : "encoder";
    }
}
