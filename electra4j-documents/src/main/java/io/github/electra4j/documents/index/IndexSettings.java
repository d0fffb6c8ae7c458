package io.github.electra4j.documents.index;

import io.github.electra4j.documents.passage.PassageSize;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides what is in an index, beside the files.
 *
 * @param language of the documents
 * @param size of the passages
 */
public record IndexSettings(Language language, PassageSize size) {
    private static final String FORMAT = "electra4j.documents";
    private static final String VERSION = "1";
    private static final String LANGUAGE = "language";
    private static final String WORDS = "passage_words";
    private static final String OVERLAP = "overlap_words";

    /** English, passages of the usual size. */
    public static final IndexSettings DEFAULT = new IndexSettings(Language.ENGLISH, PassageSize.DEFAULT);

    /** For the index's commits. */
    Map<String, String> toCommit() {
        return Map.of(
                FORMAT,
                VERSION,
                LANGUAGE,
                language.word(),
                WORDS,
                Integer.toString(size.words()),
                OVERLAP,
                Integer.toString(size.overlap()));
    }

    /**
     * From a commit.
     *
     * @param place of the index, for messages
     */
    static IndexSettings ofCommit(@Nullable Map<String, String> data, String place) {
        if (data == null || !VERSION.equals(data.get(FORMAT))) {
            throw new IllegalArgumentException(place + ": a Lucene index that `electra index` of this version did not"
                    + " make; index the documents into another folder");
        }
        try {
            return new IndexSettings(
                    Language.of(String.valueOf(data.get(LANGUAGE))),
                    new PassageSize(
                            Integer.parseInt(String.valueOf(data.get(WORDS))),
                            Integer.parseInt(String.valueOf(data.get(OVERLAP)))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    place + ": the settings of the index are damaged (" + e.getMessage() + "); index anew", e);
        }
    }

    /** In words, as options. */
    String describe() {
        return "--language " + language.word() + " --passage-words " + size.words() + " --overlap-words "
                + size.overlap();
    }
}
