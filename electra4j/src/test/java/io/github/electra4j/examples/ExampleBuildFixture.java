package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Made-up texts, builds of them, and what a build wrote. */
abstract class ExampleBuildFixture {
    static final Vocabulary VOCABULARY = TestVocabulary.letters();
    static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(VOCABULARY, TokenizerOptions.uncased());
    static final ExampleOptions OPTIONS = ExampleOptions.defaults(32).withHeldOut(0.1);

    @TempDir
    Path temp;

    Path texts;
    Path out;

    @BeforeEach
    void makeFolders() throws IOException {
        texts = Files.createDirectory(temp.resolve("texts"));
        out = temp.resolve("out");
    }

    /** Writes files of random words; returns all words in order. */
    String writeTexts(int files, int documents, long seed) throws IOException {
        CounterRandom random = CounterRandom.of(seed, "test");
        StringBuilder all = new StringBuilder();
        for (int f = 0; f < files; f++) {
            StringBuilder text = new StringBuilder();
            for (int d = 0; d < documents; d++) {
                for (int p = random.nextInt(6); p >= 0; p--) {
                    for (int w = random.nextInt(80); w >= 0; w--) {
                        for (int c = random.nextInt(8); c >= 0; c--) {
                            text.append((char) ('a' + random.nextInt(26)));
                        }
                        text.append(' ');
                    }
                    text.append('\n');
                }
                text.append('\n');
            }
            Files.writeString(texts.resolve("text-" + f + ".txt"), text);
            all.append(text);
        }
        return all.toString();
    }

    ExampleBuild.Outcome build(ExampleOptions options, int threads) throws IOException {
        return build(options, threads, CorpusOptions.defaults());
    }

    ExampleBuild.Outcome build(ExampleOptions options, int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(Corpus.of(List.of(texts.toString()), corpus), TOKENIZER, options, threads)
                .run(out, progress -> {});
    }

    /** The pieces of all examples of a source, special ones left out. */
    static List<Integer> pieces(ExampleSource source) {
        List<Integer> pieces = new ArrayList<>();
        for (long i = 0; i < source.size(); i++) {
            int[] ids = new int[source.length(i)];
            source.copy(i, ids, 0);
            Arrays.stream(ids)
                    .filter(id -> id != VOCABULARY.clsId() && id != VOCABULARY.sepId())
                    .forEach(pieces::add);
        }
        return pieces;
    }

    Map<String, byte[]> files() throws IOException {
        try (var walk = Files.walk(out)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(out.relativize(file).toString(), Files.readAllBytes(file));
            }
            return files;
        }
    }

    /** A build with a part of its own for each file. */
    ExampleBuild manyParts(ExampleOptions options, int threads) throws IOException {
        return manyParts(options, threads, CorpusOptions.defaults());
    }

    ExampleBuild manyParts(ExampleOptions options, int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(
                Corpus.of(List.of(texts.toString()), corpus),
                TOKENIZER,
                options,
                threads,
                new Section.Sizes(1, 1L << 30));
    }

    /** Two parts of two files each, and a section for each document or two. */
    ExampleBuild manySections(int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(
                Corpus.of(List.of(texts.toString()), corpus),
                TOKENIZER,
                OPTIONS,
                threads,
                new Section.Sizes(6000, 900));
    }

    static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }

    /** Compares the folder with one that the build makes from nothing, of the same text. */
    void assertSameAsFromNothing(ExampleOptions options, CorpusOptions corpus) throws IOException {
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(options, 1, corpus).run(out, progress -> {});
        assertSame(found, files());
    }
}
