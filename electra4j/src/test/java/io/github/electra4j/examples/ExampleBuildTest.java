package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExampleBuildTest extends ExampleBuildFixture {
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
            assertThat(train).hasSize(500 - out.size());
            assertThat(train.keySet()).doesNotContainAnyElementsOf(out.keySet());
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
                .hasMessageContaining(
                        "Name another folder, or take manifest.json, vocab.txt and shards/ out of this one");
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
        Path text = texts.resolve("long.txt");
        // A piece for every eight bytes at least, of two bytes each.
        long length = Files.getFileStore(temp).getUsableSpace() * 4 + (1L << 30);
        assumeTrue(canWriteAt(text, length), "files of this file system can be so long");

        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out: examples of " + Files.size(text) + " bytes of text needs")
                .hasMessageContaining("of disk")
                .hasMessageContaining("free some or choose another folder");
        assertThat(files().keySet()).containsExactly(".lock");
    }

    private static boolean canWriteAt(Path text, long place) throws IOException {
        try (FileChannel file = FileChannel.open(text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            return file.write(ByteBuffer.wrap(new byte[] {0}), place) == 1;
        } catch (IOException e) {
            if (Files.exists(text)) {
                return false;
            }
            throw e;
        }
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
    void run_intoAFolderOfSomethingElse_touchesNothing() throws IOException {
        writeTexts(1, 20, 5);
        Files.createDirectories(out);
        Path theirs = Files.writeString(out.resolve("vocab.txt"), "a list of words\n");
        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(out + ": holds vocab.txt, which is not the vocabulary of these examples,")
                .hasMessageEndingWith("name another folder")
                .hasMessageNotContaining("delete");
        assertThat(theirs).hasContent("a list of words");
        assertThat(out).isDirectoryNotContaining("glob:**.lock");

        Files.delete(theirs);
        Path shard = Files.createDirectories(out.resolve("shards")).resolve("photo.jpg");
        Files.writeString(shard, "theirs");
        assertThatThrownBy(() -> build(OPTIONS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds shards and no manifest.json")
                .hasMessageNotContaining("delete");
        assertThat(shard).hasContent("theirs");

        Files.delete(shard);
        Files.delete(out.resolve("shards"));
        Files.writeString(out.resolve("vocab.txt"), VOCABULARY.toText());
        assertThat(build(OPTIONS, 1).upToDate()).isFalse();
    }

    @Test
    void run_vocabularyWithoutWordPieces_isRefused() throws IOException {
        writeTexts(1, 20, 5);
        Vocabulary special = Vocabulary.of(List.of("[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        Corpus corpus = Corpus.of(List.of(texts.toString()), CorpusOptions.defaults());
        ExampleBuild build =
                new ExampleBuild(corpus, new WordPieceTokenizer(special, TokenizerOptions.uncased()), OPTIONS, 1);
        assertThatThrownBy(() -> build.run(out, p -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the vocabulary has 6 pieces, and all are special tokens or unused slots");
        assertThat(out).doesNotExist();
    }
}
