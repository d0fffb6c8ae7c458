package io.github.electra4j.image;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.task.extraction.ExtractionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model in an image.
 *
 * @param name that the service calls it by
 * @param files of its directory by their names below it
 */
public record PackedModel(String name, SortedMap<String, Path> files) {
    public PackedModel {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Of a model directory, a run or an extraction, without what training left beside it.
     *
     * @throws java.nio.file.NoSuchFileException where there is none
     */
    public static PackedModel of(String name, Path directory) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        Path extraction = directory.resolve(ExtractionFile.NAME);
        if (Files.exists(extraction)) {
            files.put(ExtractionFile.NAME, extraction);
            for (String part : List.of(ExtractionFile.ENTITIES, ExtractionFile.RELATIONS)) {
                add(files, part + "/", directory.resolve(part));
            }
        } else {
            add(files, "", directory);
        }
        return new PackedModel(name, files);
    }

    private static void add(SortedMap<String, Path> files, String prefix, Path directory) throws IOException {
        for (Path file : ModelDirectory.files(directory)) {
            files.put(prefix + file.getFileName(), file);
        }
    }

    /** Where it is in the image. */
    String directory() {
        return "/models/" + name;
    }
}
