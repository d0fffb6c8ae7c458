package io.github.electra4j.task.tagging;

import java.util.List;

/**
 * Tags of which most are of chunks and some are neither that nor O, such as a zero in its place: one of them would make plain tags of all, and
 * the figures those of other tags.
 */
final class MixedTags {
    private MixedTags() {}

    /**
     * Refuses them.
     *
     * @throws IllegalArgumentException with the place of the first that is of no chunk
     */
    static void refuse(List<TaggedText> rows) {
        long ofChunks = 0;
        long others = 0;
        String example = "";
        String first = "";
        for (TaggedText row : rows) {
            List<String> tags = row.knownTags();
            for (int w = 0; w < tags.size(); w++) {
                String tag = tags.get(w);
                if (tag.equals("O")) {
                    continue;
                }
                if (TagScheme.isOfChunk(tag)) {
                    ofChunks++;
                    example = tag;
                } else {
                    first = others == 0
                            ? row.place(w) + ": the tag \"" + tag + "\" of the word \"" + row.word(w) + '"'
                            : first;
                    others++;
                }
            }
        }
        if (others > 0 && ofChunks > others) {
            throw new IllegalArgumentException(first + " is of no chunk, as " + ofChunks + " of " + (ofChunks + others)
                    + " tags are, such as \"" + example + "\"; correct it, or write O where a word is of nothing");
        }
    }
}
