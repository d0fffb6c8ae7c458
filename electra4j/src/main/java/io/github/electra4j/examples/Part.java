package io.github.electra4j.examples;

import io.github.electra4j.examples.DocumentDraws.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that follow each other in the corpus and become shards of their own: what an interrupted build need not do again.
 *
 * @param number its place among the parts
 * @param firstFile number of its first file in the corpus
 * @param files its files
 */
record Part(int number, int firstFile, List<Path> files) {
    /** Bytes on disk after which a part ends: some seconds of work, and few shards for a corpus of many small files. */
    static final long BYTES = 64L << 20;

    /** What is written when a part is done. */
    record Done(
            int firstFile,
            List<Source> sources,
            DocumentDraws draws,
            @Nullable Document exception,
            Contents train,
            Contents heldOut) {

        Done {
            sources = List.copyOf(sources);
        }

        /** Whether this is what the part would become again. */
        boolean isOf(Part part) throws IOException {
            if (firstFile != part.firstFile || sources.size() != part.files.size()) {
                return false;
            }
            for (int i = 0; i < sources.size(); i++) {
                if (!sources.get(i).isSameContent(part.files.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Groups files, in order; a part ends with the file that brings it to {@code partBytes}. */
    static List<Part> plan(List<Path> files, long partBytes) throws IOException {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            bytes += Files.size(files.get(i));
            if (bytes >= partBytes || i == files.size() - 1) {
                parts.add(new Part(parts.size(), first, files.subList(first, i + 1)));
                first = i + 1;
                bytes = 0;
            }
        }
        return parts;
    }

    /** Whether a file of the corpus, by its number, is one of this part's. */
    boolean holds(int file) {
        return file >= firstFile && file < firstFile + files.size();
    }
}
