package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Manifest;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.VocabularySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextPreparationTest {
    @TempDir
    private Path folder;

    private Path make() throws IOException {
        return make(CorpusOptions.defaults());
    }

    private Path make(CorpusOptions reading) throws IOException {
        return new TextPreparation(
                        folder.resolve("run"),
                        Corpus.of(List.of(folder.resolve("text.txt").toString()), reading),
                        VocabularySettings.of(60, TokenizerOptions.uncased()),
                        ExampleOptions.defaults(16),
                        new CommonOptions())
                .make();
    }

    /** Lengthens the text at the first word that is said of the vocabulary when it is there. */
    private final class Writer extends PrintStream {
        private boolean written;

        Writer(OutputStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            super.println(line);
            if (!written && Files.exists(folder.resolve("run/vocab.txt"))) {
                written = true;
                try {
                    writeText(40);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void writeText(int lines) throws IOException {
        Files.writeString(folder.resolve("text.txt"), "some words of some text\n\n".repeat(lines));
    }

    @Test
    void make_textChangedBetweenVocabularyAndExamples_failsAndIsMadeOfTheNewTextTheNextTime() throws IOException {
        writeText(20);
        Files.createDirectory(folder.resolve("run"));
        PrintStream before = System.err;
        System.setErr(new Writer(new ByteArrayOutputStream()));
        try {
            assertThatThrownBy(this::make)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("text.txt: the file changed while it was read; run the same command again");
        } finally {
            System.setErr(before);
        }

        String said = ErrorOutput.of(() -> {
            try {
                Manifest manifest = Manifest.read(make());
                assertThat(manifest.sources().get(0).bytes()).isEqualTo(Files.size(folder.resolve("text.txt")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(said).contains("making the unfinished preparation anew: text file 1 was");
    }

    @Test
    void make_withOrWithoutAVocabularyThere_saysOnceWhatWasDropped() throws IOException {
        writeText(20);
        Files.createDirectory(folder.resolve("run"));
        for (int i = 0; i < 2; i++) {
            assertThat(saidOfDeduplicated()).containsOnlyOnce("electra: dropped 19 paragraphs that had come before");
            // What a process leaves behind that was killed when the vocabulary was there.
            AtomicFiles.deleteTree(folder.resolve("run/examples"));
        }
    }

    private String saidOfDeduplicated() {
        return ErrorOutput.of(() -> {
            try {
                make(new CorpusOptions(false, null, true));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
