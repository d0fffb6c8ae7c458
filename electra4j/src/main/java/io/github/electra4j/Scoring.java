package io.github.electra4j;

import io.github.electra4j.checkpoint.Architecture;
import org.jspecify.annotations.Nullable;

/** What a model's scores of texts are, by its kind. Scores of one model can be compared, those of two cannot. */
public enum Scoring {
    /**
     * Of an Electric model, -E(x)_t of each piece: the log of its probability given all others but for a constant of its context that is
     * not known, and near 0 (Clark et al., Electric, 2020, section 2.1 and 4). One pass scores all pieces.
     */
    ENERGY,
    /**
     * Of a masked LM, the log of the probability of each piece where it alone is masked: its sum is the pseudo-log-likelihood (Salazar et
     * al., 2020, section 2). One pass a piece.
     */
    MASKED_LM,
    /** Of a discriminator, the log of the probability that each piece is the original one. One pass; no likelihood of the text. */
    DETECTION;

    /** How models of a kind score; null where they do not. */
    static @Nullable Scoring of(Architecture architecture) {
        return switch (architecture) {
            case ENERGY_MODEL -> ENERGY;
            case GENERATOR -> MASKED_LM;
            case DISCRIMINATOR -> DETECTION;
            default -> null;
        };
    }
}
