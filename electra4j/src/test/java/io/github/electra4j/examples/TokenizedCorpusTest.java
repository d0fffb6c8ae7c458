package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that is tokenized part by part. */
class TokenizedCorpusTest {
    @TempDir
    private Path folder;

    /** Files of a part: a search among them for each file would be quadratic, so that it is refused. */
    private static List<Path> unsearchable(List<Path> files) {
        return new AbstractList<>() {
            @Override
            public Path get(int index) {
                return files.get(index);
            }

            @Override
            public int size() {
                return files.size();
            }

            @Override
            public int indexOf(Object path) {
                throw new UnsupportedOperationException("searched for " + path);
            }
        };
    }

    @Test
    void next_ofPartsOfSeveralFiles_numbersTheFilesWithoutASearch() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            Files.writeString(folder.resolve(name + ".txt"), name);
        }
        Corpus corpus = Corpus.of(List.of(folder.toString()), CorpusOptions.defaults());
        List<Part> parts = List.of(
                new Part(0, 0, unsearchable(corpus.files().subList(0, 1))),
                new Part(1, 1, unsearchable(corpus.files().subList(1, 4))));
        List<Integer> numbers = new ArrayList<>();
        try (TokenizedCorpus tokenized = new TokenizedCorpus(
                corpus, parts, part -> true, section -> true, part -> {}, 1000, ExampleBuildFixture.TOKENIZER, 1)) {
            for (TokenizedCorpus.Item item = tokenized.next(); item != null; item = tokenized.next()) {
                if (item.paragraphs() != null) {
                    numbers.add(item.paragraphs().file());
                }
            }
        }
        assertThat(numbers).containsExactly(0, 1, 2, 3);
    }
}
