package io.github.electra4j.serve.http;

import io.github.electra4j.dialogue.Answerer;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.runs.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * What is served beside models.
 *
 * @param runs that may be watched; null for none
 * @param ask documents, which are closed with the server; null for none
 * @param dialogue whose models are served under the names of their roles; null for none
 * @param answerer out of the documents of the dialogue; null for none
 */
public record Beside(
        @Nullable RunFolder runs,
        @Nullable Ask ask,
        @Nullable Dialogue dialogue,
        @Nullable Answerer answerer) {
    /** Models alone. */
    static final Beside NOTHING = new Beside(null, null, null, null);
}
