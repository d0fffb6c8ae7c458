package io.github.electra4j.documents.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of documents and the place of their index, for tests. */
abstract class IndexedFolder {
    static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    Path documents;
    Path index;

    @BeforeEach
    void folders() throws IOException {
        documents = Files.createDirectories(folder.resolve("documents"));
        index = folder.resolve("index");
    }

    Path write(String name, String text) throws IOException {
        Path file = documents.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, LONG_AGO);
        return file;
    }

    IndexReport index() throws IOException {
        return new DocumentIndexer(index, IndexSettings.DEFAULT, 20)
                .index(List.of(documents), IndexProgress.NONE, () -> false);
    }

    List<String> found(String question) throws IOException {
        try (DocumentIndex opened = DocumentIndex.open(index)) {
            return opened.search(question, 10).stream()
                    .map(passage -> Path.of(passage.file()).getFileName().toString())
                    .toList();
        }
    }
}
