package io.github.electra4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that follow each other in the corpus. A part is read as a whole or, when all its sections are done, not at all.
 *
 * @param number its place among the parts
 * @param firstFile number of its first file in the corpus
 * @param files its files
 */
record Part(int number, int firstFile, List<Path> files) {
    /** Groups files, in order; a part ends with the file that brings it to {@code partBytes} on disk. */
    static List<Part> plan(List<Path> files, long partBytes) throws IOException {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            bytes += Files.size(files.get(i));
            if (bytes >= partBytes || i == files.size() - 1) {
                parts.add(new Part(parts.size(), first, List.copyOf(files.subList(first, i + 1))));
                first = i + 1;
                bytes = 0;
            }
        }
        return parts;
    }
}
