package io.github.electra4j.train.pretrain;

/** What is chosen as a whole when positions are chosen. */
public enum MaskUnits {
    /** Word pieces, each by itself, as published. */
    PIECES,
    /** Whole words, so that no piece gives the rest of its word away (whole-word masking of BERT's release of May 2019). */
    WORDS,
    /** Runs of whole words (SpanBERT: Joshi et al., 2020, section 3.1); all of a run is masked, or replaced, or left. */
    SPANS
}
