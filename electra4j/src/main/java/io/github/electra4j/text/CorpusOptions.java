package io.github.electra4j.text;

import org.jspecify.annotations.Nullable;

/**
 * How text files are read.
 *
 * @param lenient replace broken UTF-8 and NUL characters by U+FFFD and count them, instead of stopping with an error
 * @param jsonField field of a JSONL row that holds the text; null means {@value #DEFAULT_FIELD}. Choosing one
 *     makes {@code .json} files be read as JSONL too
 * @param deduplicate drop a paragraph whose exact text came before, by a 64-bit hash: 11 to 22 bytes of memory a different
 *     paragraph. One thread at a time decides which paragraph was first, so read in one thread for a result that repeats.
 */
public record CorpusOptions(boolean lenient, @Nullable String jsonField, boolean deduplicate) {
    /** The field that is read where none is chosen. */
    public static final String DEFAULT_FIELD = "text";

    /** Strict UTF-8, the field "text", nothing dropped. */
    public static CorpusOptions defaults() {
        return new CorpusOptions(false, null, false);
    }
}
