package io.github.electra4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What was met while reading.
 *
 * @param documents documents begun
 * @param paragraphs paragraphs handed out
 * @param replaced broken bytes and NULs that became U+FFFD; always 0 unless lenient
 * @param cutLines lines that were too long for one paragraph and were cut at white space
 * @param duplicates paragraphs dropped because the same text came before
 */
public record CorpusCounts(long documents, long paragraphs, long replaced, long cutLines, long duplicates) {
    /** Nothing read yet. */
    public static final CorpusCounts NONE = new CorpusCounts(0, 0, 0, 0, 0);

    /** The sums. */
    public CorpusCounts plus(CorpusCounts other) {
        return new CorpusCounts(
                documents + other.documents,
                paragraphs + other.paragraphs,
                replaced + other.replaced,
                cutLines + other.cutLines,
                duplicates + other.duplicates);
    }

    /** What has been met since an earlier moment of the same reading. */
    public CorpusCounts since(CorpusCounts earlier) {
        return new CorpusCounts(
                documents - earlier.documents,
                paragraphs - earlier.paragraphs,
                replaced - earlier.replaced,
                cutLines - earlier.cutLines,
                duplicates - earlier.duplicates);
    }

    /** What a user should be told: a sentence for everything that is not in the paragraphs as it was in the files. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (replaced > 0) {
            remarks.add(replaced + " broken bytes or NULs were replaced by U+FFFD");
        }
        if (cutLines > 0) {
            remarks.add(cutLines + " lines were longer than " + FileParagraphReader.LONGEST_PARAGRAPH
                    + " bytes and were cut at white space");
        }
        if (duplicates > 0) {
            remarks.add(duplicates + " paragraphs were dropped because the same text came before");
        }
        return remarks;
    }
}
