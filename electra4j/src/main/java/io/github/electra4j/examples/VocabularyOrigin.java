package io.github.electra4j.examples;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary is made of: {@code vocab.json} beside its {@code vocab.txt}. It is written before the vocabulary, so that a
 * vocabulary that stands beside it was made of this.
 *
 * @param size pieces asked for
 * @param tokenizer how text was normalised
 * @param corpus how files were read
 * @param sources the text files in the order they were read
 */
public record VocabularyOrigin(int size, TokenizerOptions tokenizer, CorpusOptions corpus, List<Source> sources) {
    private static final String FILE = "vocab.json";

    public VocabularyOrigin {
        sources = List.copyOf(sources);
    }

    /** Reads the files of a corpus for their digests. */
    public static VocabularyOrigin of(int size, TokenizerOptions tokenizer, Corpus text) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : text.files()) {
            sources.add(Source.digest(file));
        }
        return new VocabularyOrigin(size, tokenizer, text.options(), sources);
    }

    /**
     * What the vocabulary in a folder was made of, or null where that is not written.
     *
     * @throws IOException if the file is damaged
     */
    public static @Nullable VocabularyOrigin read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Manifest.readJson(file, VocabularyOrigin.class) : null;
    }

    /** Writes it into the folder where the vocabulary will be. */
    public void write(Path folder) throws IOException {
        AtomicFiles.writeString(folder.resolve(FILE), Manifest.toJson(this));
    }

    /** What would be another now, as "name was x, is y". */
    public List<String> differences(int sizeNow, TokenizerOptions tokenizerNow, Corpus textNow) throws IOException {
        List<String> differences = new ArrayList<>();
        Settings.compare("vocabulary size", size, sizeNow, differences);
        Settings.compareReading(tokenizer, tokenizerNow, corpus, textNow.options(), differences);
        differences.addAll(Source.changes(sources, textNow.files()));
        return differences;
    }
}
