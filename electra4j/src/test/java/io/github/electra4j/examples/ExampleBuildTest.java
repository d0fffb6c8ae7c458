package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleBuildTest {
    private static final Vocabulary VOCABULARY = TestVocabulary.letters();
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(VOCABULARY, TokenizerOptions.uncased());
    private static final ExampleOptions OPTIONS = ExampleOptions.defaults(32).withHeldOut(0.1);

    @TempDir
    Path temp;

    private Path texts;
    private Path out;

    @BeforeEach
    void makeFolders() throws IOException {
        texts = Files.createDirectory(temp.resolve("texts"));
        out = temp.resolve("out");
    }

    /** Writes files of random words; returns all words in order. */
    private String writeTexts(int files, int documents, long seed) throws IOException {
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

    private ExampleBuild.Outcome build(ExampleOptions options, int threads) throws IOException {
        return build(options, threads, CorpusOptions.defaults());
    }

    private ExampleBuild.Outcome build(ExampleOptions options, int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(Corpus.of(List.of(texts.toString()), corpus), TOKENIZER, options, threads)
                .run(out, progress -> {});
    }

    /** The pieces of all examples of a source, special ones left out. */
    private static List<Integer> pieces(ExampleSource source) {
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

    private Map<String, byte[]> files() throws IOException {
        try (var walk = Files.walk(out)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(out.relativize(file).toString(), Files.readAllBytes(file));
            }
            return files;
        }
    }

    @Test
    void run_noneHeldOut_putsTheWholeTextIntoTheExamples() throws IOException {
        String text = writeTexts(3, 30, 1);
        Manifest manifest = build(OPTIONS.withHeldOut(0), 2).manifest();
        try (Shards shards = Shards.open(out, VOCABULARY)) {
            List<Integer> expected =
                    Arrays.stream(TOKENIZER.encode(text)).boxed().collect(Collectors.toList());
            assertThat(pieces(shards.train())).isEqualTo(expected);
            assertThat(shards.heldOut().size()).isZero();
            Counts counts = manifest.train().counts();
            assertThat(counts.pieces()).isEqualTo(expected.size());
            assertThat(counts.words()).isEqualTo(text.split("\\s+").length);
            assertThat(counts.documents()).isEqualTo(90);
            assertThat(counts.unknown()).isZero();
            assertThat(counts.examples()).isEqualTo(shards.train().size());
            assertThat(shards.manifest()).isEqualTo(manifest);
        }
        assertThat(files().keySet())
                .containsExactly(".lock", "manifest.json", "shards/train-00000-000-00.shard", "vocab.txt");
    }

    @Test
    void run_someHeldOut_putsEachDocumentWholeOnOneSide() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int d = 0; d < 500; d++) {
            String word = "" + (char) ('a' + d / 26) + (char) ('a' + d % 26);
            text.append((word + " ").repeat(1 + d % 70)).append("\n\n");
        }
        Files.writeString(texts.resolve("a.txt"), text);
        Counts heldOut = build(OPTIONS, 1).manifest().heldOut().counts();
        assertThat(heldOut.documents()).isBetween(25L, 80L);
        try (Shards shards = Shards.open(out, VOCABULARY)) {
            Map<List<Integer>, Integer> train = words(pieces(shards.train()));
            Map<List<Integer>, Integer> out = words(pieces(shards.heldOut()));
            assertThat(out).hasSize((int) heldOut.documents());
            assertThat(train)
                    .hasSize(500 - out.size())
                    .doesNotContainKeys(out.keySet().toArray(List[]::new));
        }
    }

    private static Map<List<Integer>, Integer> words(List<Integer> pieces) {
        Map<List<Integer>, Integer> words = new HashMap<>();
        for (int i = 0; i < pieces.size(); i += 2) {
            words.merge(pieces.subList(i, i + 2), 1, Integer::sum);
        }
        return words;
    }

    @Test
    void run_anyNumberOfThreads_writesTheSameBytes() throws IOException {
        writeTexts(4, 200, 2);
        build(OPTIONS, 1);
        Map<String, byte[]> one = files();
        for (int threads : new int[] {2, 5}) {
            out = temp.resolve("out-" + threads);
            build(OPTIONS, threads);
            Map<String, byte[]> many = files();
            assertSame(many, one);
        }
    }

    @Test
    void run_seedsDiffer_examplesDiffer() throws IOException {
        writeTexts(1, 200, 2);
        build(OPTIONS, 1);
        byte[] one = files().get("shards/train-00000-000-00.shard");
        out = temp.resolve("out-2");
        build(OPTIONS.withSeed(2), 1);
        assertThat(files().get("shards/train-00000-000-00.shard")).isNotEqualTo(one);
    }

    @Test
    void run_twoDocumentsWhateverTheSeed_trainsOnOneAndHoldsOutOne() throws IOException {
        writeTexts(1, 2, 3);
        for (double share : new double[] {0.001, 0.5}) {
            for (int seed = 0; seed < 12; seed++) {
                out = temp.resolve("out-" + share + "-" + seed);
                Manifest manifest =
                        build(OPTIONS.withHeldOut(share).withSeed(seed), 1).manifest();
                assertThat(manifest.train().counts().documents()).isEqualTo(1);
                assertThat(manifest.heldOut().counts().documents()).isEqualTo(1);
                Shards.open(out, VOCABULARY).close();
            }
        }
    }

    @Test
    void run_oneDocument_trainsOnIt() throws IOException {
        writeTexts(1, 1, 3);
        for (int seed = 0; seed < 6; seed++) {
            out = temp.resolve("out-" + seed);
            Manifest manifest =
                    build(OPTIONS.withHeldOut(0.5).withSeed(seed), 1).manifest();
            assertThat(manifest.train().counts().documents()).isEqualTo(1);
            assertThat(manifest.heldOut().counts().examples()).isZero();
        }
    }

    @Test
    void run_again_isUpToDateAndWritesNothing() throws IOException {
        writeTexts(2, 20, 4);
        ExampleBuild.Outcome first = build(OPTIONS, 1);
        assertThat(first.upToDate()).isFalse();
        Map<String, byte[]> before = files();
        ExampleBuild.Outcome second = build(OPTIONS, 3);
        assertThat(second.upToDate()).isTrue();
        assertThat(second.manifest()).isEqualTo(first.manifest());
        assertThat(files().keySet()).isEqualTo(before.keySet());
        // Another time of change alone is no other text.
        Files.setLastModifiedTime(
                texts.resolve("text-0.txt"), java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
        assertThat(build(OPTIONS, 1).upToDate()).isTrue();
    }

    @Test
    void run_somethingElseIntoAFinishedFolder_isRefusedAndSaysWhat() throws IOException {
        writeTexts(2, 20, 5);
        build(OPTIONS, 1);
        assertThatThrownBy(() -> build(ExampleOptions.defaults(64).withHeldOut(0.1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length was 32, is 64")
                .hasMessageContaining("Name another folder, or delete this one");
        assertThatThrownBy(() -> build(OPTIONS.withSeed(9), 1)).hasMessageContaining("seed was 1, is 9");
        assertThatThrownBy(() -> build(OPTIONS, 1, new CorpusOptions(true, null, false)))
                .hasMessageContaining("lenient reading was false, is true");
        WordPieceTokenizer cased = new WordPieceTokenizer(VOCABULARY, TokenizerOptions.cased());
        Corpus corpus = Corpus.of(List.of(texts.toString()), CorpusOptions.defaults());
        assertThatThrownBy(() -> new ExampleBuild(corpus, cased, OPTIONS, 1).run(out, p -> {}))
                .hasMessageContaining("lower-casing was true, is false");

        Path second = texts.resolve("text-1.txt");
        String text = Files.readString(second);
        Files.writeString(second, text.replaceFirst("[a-y]", "z"));
        assertThatThrownBy(() -> build(OPTIONS, 1))
                .hasMessageContaining("text file 2 was")
                .hasMessageContaining("with other content");
        Files.writeString(second, text);
        assertThat(build(OPTIONS, 1).upToDate()).isTrue();
        Files.writeString(texts.resolve("text-2.txt"), "more");
        assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("text was 2 files, is 3");
    }

    /** A build with a part of its own for each file. */
    private ExampleBuild manyParts(ExampleOptions options, int threads) throws IOException {
        return manyParts(options, threads, CorpusOptions.defaults());
    }

    private ExampleBuild manyParts(ExampleOptions options, int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(
                Corpus.of(List.of(texts.toString()), corpus),
                TOKENIZER,
                options,
                threads,
                new Section.Sizes(1, 1L << 30));
    }

    @Test
    void run_stoppedAtEachPieceOfWork_goesOnToTheSameBytes() throws IOException {
        writeTexts(6, 30, 6);
        manyParts(OPTIONS, 1).run(out, progress -> {});
        Map<String, byte[]> expected = files();
        assertThat(expected.keySet()).contains("shards/train-00005-000-00.shard");
        // One piece of work and one end for each file: stop at each of these twelve moments of a build.
        for (int stop = 1; stop <= 12; stop++) {
            out = temp.resolve("stopped-" + stop);
            int last = stop;
            int[] calls = {0};
            assertThatThrownBy(() -> manyParts(OPTIONS, 2).run(out, progress -> {
                        if (++calls[0] == last) {
                            throw new IllegalStateException("stop");
                        }
                    }))
                    .hasMessage("stop");
            assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).isInstanceOf(NoSuchFileException.class);
            ExampleBuild.Outcome outcome = manyParts(OPTIONS, 2).run(out, progress -> {});
            assertThat(outcome.reused()).isEqualTo(stop / 2);
            assertThat(outcome.parts()).isEqualTo(6);
            assertSame(files(), expected);
        }
    }

    @Test
    void run_unfinishedPartDamaged_isBuiltAgain() throws IOException {
        writeTexts(3, 30, 6);
        manyParts(OPTIONS, 1).run(out, progress -> {});
        Map<String, byte[]> expected = files();
        for (String damaged : List.of("section-00000-000.json", "shards/train-00000-000-00.shard")) {
            for (boolean missing : new boolean[] {false, true}) {
                out = temp.resolve("damaged-" + damaged.replace('/', '-') + missing);
                assertThatThrownBy(() -> manyParts(OPTIONS, 1).run(out, progress -> {
                            if (progress.finished() == 2) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                        .hasMessage("stop");
                Path file = out.resolve(".partial").resolve(damaged);
                if (missing) {
                    Files.delete(file);
                } else {
                    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 70));
                }
                assertThat(manyParts(OPTIONS, 1).run(out, progress -> {}).reused())
                        .isEqualTo(1);
                assertSame(files(), expected);
            }
        }
    }

    /** Two parts of two files each, and a section for each document or two. */
    private ExampleBuild manySections(int threads, CorpusOptions corpus) throws IOException {
        return new ExampleBuild(
                Corpus.of(List.of(texts.toString()), corpus),
                TOKENIZER,
                OPTIONS,
                threads,
                new Section.Sizes(6000, 900));
    }

    @Test
    void run_stoppedInsideOneFile_goesOnAfterTheLastSection() throws IOException {
        writeTexts(3, 12, 16);
        for (boolean deduplicate : new boolean[] {false, true}) {
            CorpusOptions corpus = new CorpusOptions(false, null, deduplicate);
            out = temp.resolve("whole-" + deduplicate);
            int sections = manySections(1, corpus).run(out, progress -> {}).parts();
            assertThat(sections).isGreaterThan(12);
            Map<String, byte[]> expected = files();
            for (int stop = 0; stop < sections; stop += 3) {
                out = temp.resolve("stopped-" + deduplicate + stop);
                int last = stop;
                assertThatThrownBy(() -> manySections(2, corpus).run(out, progress -> {
                            if (progress.finished() == last) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                        .hasMessage("stop");
                ExampleBuild.Outcome outcome = manySections(2, corpus).run(out, progress -> {});
                assertThat(outcome.reused()).isEqualTo(stop);
                assertThat(outcome.parts()).isEqualTo(sections);
                assertSame(files(), expected);
            }
        }
    }

    @Test
    void run_fileAddedInFrontSinceTheInterruption_usesNothingOfBefore() throws IOException {
        writeTexts(3, 12, 17);
        assertThatThrownBy(() -> manyParts(OPTIONS, 1).run(out, progress -> {
                    if (progress.finished() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .hasMessage("stop");
        Files.writeString(texts.resolve("first.txt"), "in front of all others\n");
        assertThat(manyParts(OPTIONS, 1).run(out, progress -> {}).reused()).isZero();
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(OPTIONS, 1).run(out, progress -> {});
        assertSame(found, files());
    }

    @Test
    void run_killedAfterTheManifest_clearsUpTheNextTime() throws IOException {
        writeTexts(1, 12, 18);
        build(OPTIONS, 1);
        Map<String, byte[]> expected = files();
        Files.createDirectories(out.resolve(".partial"));
        Files.writeString(out.resolve(".partial/section-00000-000.json"), "{}");
        assertThat(build(OPTIONS, 1).upToDate()).isTrue();
        assertSame(files(), expected);
    }

    @Test
    void run_otherGroupingOfFiles_givesTheSameExamples() throws IOException {
        writeTexts(4, 20, 13);
        build(OPTIONS, 1);
        List<Integer> together;
        try (Shards shards = Shards.open(out, VOCABULARY)) {
            together = pieces(shards.train());
        }
        out = temp.resolve("parts");
        assertThat(manySections(1, CorpusOptions.defaults())
                        .run(out, progress -> {})
                        .parts())
                .isGreaterThan(10);
        try (Shards shards = Shards.open(out, VOCABULARY)) {
            assertThat(pieces(shards.train())).isEqualTo(together);
            // Every example can be found by its number, over the shards' borders and from behind.
            ExampleSource train = shards.train();
            for (long i = train.size() - 1; i >= 0; i--) {
                int[] ids = new int[train.length(i)];
                train.copy(i, ids, 0);
                assertThat(ids[0]).isEqualTo(VOCABULARY.clsId());
                assertThat(ids[train.firstLength(i) - 1]).isEqualTo(VOCABULARY.sepId());
            }
            assertThatThrownBy(() -> train.length(train.size())).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void run_noDocumentDrawn_buildsOnlyThePartOfTheHeldOutOneAgain() throws IOException {
        writeTexts(5, 2, 14);
        List<Integer> finished = new ArrayList<>();
        Manifest manifest = manyParts(OPTIONS.withHeldOut(1e-9), 1)
                .run(out, progress -> finished.add(progress.finished()))
                .manifest();
        assertThat(manifest.heldOut().counts().documents()).isEqualTo(1);
        assertThat(manifest.train().counts().documents()).isEqualTo(9);
        // Two calls for each of the five parts, then two for one of them.
        assertThat(finished).containsExactly(0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5);
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void run_killedBetweenShardsAndManifest_isFinishedByTheNextRun() throws IOException {
        writeTexts(2, 30, 7);
        build(OPTIONS, 1);
        Map<String, byte[]> expected = files();
        // What is on disk at that moment: shards in place, records and settings still in .partial, no manifest.
        Path other = temp.resolve("other");
        out = other;
        int[] calls = {0};
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()), TOKENIZER, OPTIONS, 2)
                        .run(out, progress -> {
                            // The last call comes when the record of the only part has been written.
                            if (Files.exists(other.resolve(".partial/section-00000-000.json"))) {
                                calls[0]++;
                                throw new IllegalStateException("stop");
                            }
                        }))
                .hasMessage("stop");
        assertThat(calls[0]).isEqualTo(1);
        Files.move(other.resolve(".partial/shards"), other.resolve("shards"));
        ExampleBuild.Outcome outcome = build(OPTIONS, 1);
        assertThat(outcome.reused()).isEqualTo(1);
        assertSame(files(), expected);
    }

    @Test
    void run_leftoversOfOtherSettings_areDiscarded() throws IOException {
        writeTexts(2, 30, 8);
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()),
                                TOKENIZER,
                                OPTIONS.withSeed(99),
                                2)
                        .run(out, progress -> {
                            throw new IllegalStateException("stop");
                        }))
                .hasMessage("stop");
        Manifest manifest = build(OPTIONS, 1).manifest();
        assertThat(manifest.settings().examples().seed()).isEqualTo(1);
        Shards.open(out, VOCABULARY).close();
        assertThat(Files.exists(out.resolve(".partial"))).isFalse();
    }

    @Test
    void run_textChangedSinceTheInterruption_isNotMixed() throws IOException {
        writeTexts(1, 30, 9);
        Path file = texts.resolve("text-0.txt");
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()), TOKENIZER, OPTIONS, 2)
                        .run(out, progress -> {
                            if (Files.exists(out.resolve(".partial/section-00000-000.json"))) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                .hasMessage("stop");
        Files.writeString(file, "completely other words\n\nthan before\n");
        ExampleBuild.Outcome outcome = build(OPTIONS, 1);
        assertThat(outcome.reused()).isZero();
        assertThat(outcome.manifest()
                        .train()
                        .counts()
                        .plus(outcome.manifest().heldOut().counts())
                        .words())
                .isEqualTo(5);
    }

    /** Three files that share a paragraph, of which de-duplication keeps the first. */
    private void writeSharingTexts() throws IOException {
        for (int f = 0; f < 3; f++) {
            Files.writeString(
                    texts.resolve("text-" + f + ".txt"),
                    "shared words of all\n\nown word of " + "xyz".charAt(f) + "\n");
        }
    }

    private static final CorpusOptions DEDUPLICATE = new CorpusOptions(false, null, true);

    private void stopDeduplicatedAt(int finished) {
        assertThatThrownBy(() -> manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {
                    if (progress.finished() == finished) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .hasMessage("stop");
    }

    @Test
    void run_deduplicatedAndAnEarlierFileChangedSinceTheInterruption_buildsAllBehindItAgain() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-0.txt"), "nothing in common\n\nwith the others\n");
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isZero();
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {});
        assertSame(found, files());
    }

    @Test
    void run_deduplicatedAndALaterFileChangedSinceTheInterruption_usesWhatLiesBeforeIt() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-1.txt"), "shared words of all\n\nand others\n");
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isEqualTo(1);
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {});
        assertSame(found, files());
    }

    @Test
    void run_deduplicatedChangedAndInterruptedTwice_neverUsesWhatWasMadeBehindTheOldText() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-0.txt"), "nothing in common\n\nwith the others\n");
        // Now the first file's part is there anew and the second's is the old one, were it not forgotten.
        stopDeduplicatedAt(1);
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isEqualTo(1);
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {});
        assertSame(found, files());
    }

    @Test
    void run_deduplicatedAndAFileChangesBetweenThePasses_isRefusedAndGoesOnSoundly() throws IOException {
        writeTexts(5, 2, 14);
        ExampleOptions oneHeldOut = OPTIONS.withHeldOut(1e-9);
        Path first = texts.resolve("text-0.txt");
        // When all five parts are there, a second pass begins: it moves one document to the held-out side.
        assertThatThrownBy(() -> manyParts(oneHeldOut, 1, DEDUPLICATE).run(out, progress -> {
                    if (progress.finished() == 5) {
                        write(first, "other words\n");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text-0.txt: the file changed while it was read");
        manyParts(oneHeldOut, 1, DEDUPLICATE).run(out, progress -> {});
        Map<String, byte[]> found = files();
        out = temp.resolve("fresh");
        manyParts(oneHeldOut, 1, DEDUPLICATE).run(out, progress -> {});
        assertSame(found, files());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void run_whileAnotherBuilds_isRefused() throws IOException {
        writeTexts(1, 5, 10);
        try (BuildFolder locked = BuildFolder.open(out)) {
            assertThat(locked.shards()).isNotNull();
            assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("in use by this process");
        }
        assertThat(build(OPTIONS, 1).upToDate()).isFalse();
    }

    @Test
    void run_deduplicated_keepsEachParagraphOnceInEveryPass() throws IOException {
        Files.writeString(texts.resolve("a.txt"), "one two\nthree\n\none two\n");
        Files.writeString(texts.resolve("b.txt"), "three\n\nfour five six\n");
        CorpusOptions deduplicate = new CorpusOptions(false, null, true);
        // Two documents remain; with so small a share one is moved to the held-out side, which builds the part twice.
        Manifest manifest = build(OPTIONS.withHeldOut(1e-9), 2, deduplicate).manifest();
        Counts all = manifest.train().counts().plus(manifest.heldOut().counts());
        assertThat(all.words()).isEqualTo(6);
        assertThat(all.documents()).isEqualTo(2);
    }

    @Test
    void run_textWithoutWords_isRefusedAndLeavesNothing() throws IOException {
        Files.writeString(texts.resolve("a.txt"), "\n \n\n");
        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the text gives no example")
                .hasMessageContaining("a.txt");
        assertThat(Files.exists(out.resolve(".partial"))).isFalse();
    }

    @Test
    void run_brokenText_namesFile() throws IOException {
        Files.write(texts.resolve("a.txt"), new byte[] {'a', ' ', (byte) 0xC3, '('});
        assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("a.txt");
    }

    /** A file with a hole: it says that it is long and takes no disk. */
    @Test
    void run_thatTheDiskCannotHold_isRefusedBeforeAnyTextIsRead() throws IOException {
        long free = Files.getFileStore(temp).getUsableSpace();
        Path text = texts.resolve("long.txt");
        try (FileChannel file = FileChannel.open(text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // A piece for every eight bytes at least, of two bytes each.
            file.write(ByteBuffer.wrap(new byte[] {0}), free * 4 + (1L << 30));
        } catch (IOException e) {
            assumeTrue(false, "this file system holds no file that is so long");
        }

        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out: examples of " + Files.size(text) + " bytes of text needs")
                .hasMessageContaining("of disk")
                .hasMessageContaining("free some or choose another folder");
        assertThat(files().keySet()).containsExactly(".lock");
    }

    @Test
    void run_folderIsAFile_saysSo() throws IOException {
        writeTexts(1, 5, 10);
        Files.writeString(out, "");
        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the folder cannot be written");
    }

    @Test
    void constructor_noThreads_isRefused() throws IOException {
        writeTexts(1, 1, 1);
        assertThatThrownBy(() -> build(OPTIONS, 0)).hasMessageContaining("threads: 0");
    }

    @Test
    void open_otherVocabulary_isRefusedAndNamesBothDigests() throws IOException {
        writeTexts(1, 20, 11);
        build(OPTIONS, 1);
        List<String> tokens = new ArrayList<>(VOCABULARY.tokens());
        tokens.add("more");
        Vocabulary other = Vocabulary.of(tokens);
        assertThatThrownBy(() -> Shards.open(out, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(VOCABULARY.digest())
                .hasMessageContaining(other.digest());
    }

    @Test
    void open_damagedFolder_isRefusedAndNamesTheFile() throws IOException {
        writeTexts(1, 200, 12);
        build(OPTIONS, 1);
        Path manifest = out.resolve("manifest.json");
        String json = Files.readString(manifest);
        for (String bad : List.of("", "null", "{", "{}", "[1]", json.substring(0, json.length() / 2))) {
            Files.writeString(manifest, bad);
            assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("manifest.json: damaged")
                    .hasMessageContaining("build the examples again");
            assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("manifest.json: damaged");
        }
        Files.writeString(manifest, json.replaceFirst("\"format_version\" : 1", "\"format_version\" : 77"));
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).hasMessageContaining("format 77");
        Files.writeString(manifest, json);

        Path shard = out.resolve("shards/train-00000-000-00.shard");
        byte[] bytes = Files.readAllBytes(shard);
        byte[] bad = bytes.clone();
        bad[bytes.length / 2] ^= 1;
        Files.write(shard, bad);
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                .hasMessageContaining("train-00000-000-00.shard: damaged");
        Files.write(shard, Files.readAllBytes(out.resolve("shards/held-out-00000-000-00.shard")));
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).hasMessageContaining("not the shard that the manifest");
        Files.delete(shard);
        assertThatThrownBy(() -> Shards.open(out, VOCABULARY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("train-00000-000-00.shard");
        assertThatThrownBy(() -> build(OPTIONS, 1)).hasMessageContaining("train-00000-000-00.shard");
    }

    @Test
    void open_folderWithoutManifest_saysHowToGoOn() {
        assertThatThrownBy(() -> Shards.open(temp, VOCABULARY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("run the same command again");
    }
}
