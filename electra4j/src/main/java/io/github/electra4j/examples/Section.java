package io.github.electra4j.examples;

import io.github.electra4j.examples.DocumentDraws.Document;
import io.github.electra4j.text.CorpusCounts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Documents that follow each other in a part and become shards of their own: what an interrupted build need not do again.
 *
 * @param part number of the part
 * @param number its place in the part
 */
record Section(int part, int number) implements Comparable<Section> {
    /**
     * How a corpus is divided; part of what decides the shards' names and borders, never the examples.
     *
     * @param partBytes bytes on disk after which a part ends: few shards for a corpus of many small files
     * @param sectionCharacters characters after which a section ends, with the document: less than a second of work
     */
    record Sizes(long partBytes, long sectionCharacters) {
        static final Sizes DEFAULT = new Sizes(16L << 20, 16L << 20);
    }

    /**
     * What is written when a section is done.
     *
     * @param firstFile number in the corpus of its part's first file
     * @param last whether it is its part's last
     * @param sources all files of its part
     * @param reading its share of what was met while the text was read, for the sum over all sections
     * @param draws the draws of its documents
     * @param exception the one document of it that was put to the side that its draw does not say, or null
     * @param train its share of the training examples
     * @param heldOut its share of the held-out examples
     */
    record Done(
            int firstFile,
            boolean last,
            List<Source> sources,
            CorpusCounts reading,
            DocumentDraws draws,
            @Nullable Document exception,
            Contents train,
            Contents heldOut) {

        Done {
            sources = List.copyOf(sources);
            // A record without it, of an earlier version, is built again: the sum would be too small.
            Objects.requireNonNull(reading, "reading");
        }

        /** Whether the part's files are still the same, at the same place in the corpus. */
        boolean isOf(Part part) throws IOException {
            if (firstFile != part.firstFile() || sources.size() != part.files().size()) {
                return false;
            }
            for (int i = 0; i < sources.size(); i++) {
                if (!sources.get(i).isSameContent(part.files().get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The end of its files' names, in the digits that they are read by, whatever those of the system's language. */
    String suffix() {
        return String.format(Locale.ROOT, "%05d-%03d", part, number);
    }

    @Override
    public int compareTo(Section other) {
        return part != other.part ? Integer.compare(part, other.part) : Integer.compare(number, other.number);
    }
}
