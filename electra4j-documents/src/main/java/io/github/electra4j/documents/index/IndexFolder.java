package io.github.electra4j.documents.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in the folder of an index. */
final class IndexFolder {
    /** How the names of Lucene's files begin. */
    private static final List<String> OWN = List.of("segments_", "pending_segments_", "_", "write.lock");

    private IndexFolder() {}

    /** A name in a folder that no index has there; null where all are an index's. */
    static @Nullable String otherFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> OWN.stream().noneMatch(name::startsWith))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }
}
