package io.github.electra4j;

/** How the states of all tokens become one vector of the text. */
public enum Pooling {
    /** The state of [CLS]: what fine-tuned heads see. */
    CLS,
    /** The mean over all tokens, [CLS] and [SEP] included. */
    MEAN
}
