package io.github.electra4j.documents.measure;

/** What rows are made for. */
public enum RowForm {
    /** {@code finetune --task classification}: a question, a passage and whether it is relevant. */
    classification,
    /** {@code finetune --task choice}: a question, the right passage among wrong ones, and which it is. */
    choice,
    /** {@code finetune --task qa}: the question with its passage, and again with wrong ones, without an answer. */
    qa
}
