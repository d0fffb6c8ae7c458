package io.github.electra4j.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCounterTest {
    @TempDir
    Path folder;

    @Test
    void words_areCountedAsTheTokenizerSplitsThem() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "The the, THÉ\n中国 don't\n");
        Files.writeString(folder.resolve("b.txt"), "the\u00A0end\tthe\u200B-end");
        WordCounter counter = counter(1000, 2, 1 << 24, 1 << 17);
        assertThat(counts(counter.count(corpus())))
                .isEqualTo(
                        Map.of("the", 5L, ",", 1L, "中", 1L, "国", 1L, "don", 1L, "'", 1L, "t", 1L, "end", 2L, "-", 1L));
        assertThat(counter.words()).isEqualTo(14);
        assertThat(counter.paragraphs()).isEqualTo(3);
    }

    /** Marks of rising and falling class, kept and dropped ones, long words, ideographs, sequences, halves of pairs. */
    @Test
    void wordsOfAnyText_areThoseTheTokenizerCuts() throws IOException {
        int[] alphabet = {
            'a', 'B', '1', ' ', ' ', '.', 0xE9, 0x130, 0x301, 0x316, 0x302B, 0x16FF0, 0x1D165, 0x1D16D, 0x4E2D, 0xAC01,
            0x200B, 0x1F600, 0xDF, 0x226E, 0xF900, 0x10400, 0x3000
        };
        CounterRandom random = CounterRandom.of(3, "text");
        for (TokenizerOptions options : List.of(
                new TokenizerOptions(true, true, true, 9),
                TokenizerOptions.cased(),
                new TokenizerOptions(true, false, false, 100))) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
                text.append(i % 50 == 49 ? "\n" : "");
            }
            Files.writeString(folder.resolve("a.txt"), text);
            VocabularySettings settings = new VocabularySettings(1000, options, 1, 0, 1, 100_000, 1);
            WordCounter counter = new WordCounter(settings, (phase, done, total) -> {});
            Map<String, Long> counted = counts(counter.count(corpus()));

            // A vocabulary of all counted words finds each as one piece, as often as it was counted.
            List<String> pieces = new ArrayList<>(Vocabulary.SPECIAL);
            pieces.addAll(counted.keySet());
            WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.of(pieces), options);
            Map<String, Long> found = new TreeMap<>();
            for (String line : text.toString().split("\n")) {
                tokenizer.tokenize(line.strip()).forEach(piece -> found.merge(piece, 1L, Long::sum));
            }
            long unknown = found.containsKey("[UNK]") ? found.remove("[UNK]") : 0;
            assertThat(found).isEqualTo(counted);
            assertThat(counter.tooLongWords()).isEqualTo(unknown);
        }
    }

    /** Around the eight characters that {@link ShortWords} take. */
    @Test
    void wordsOfEightAndNineCharacters_areToldApart() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abcdefgh abcdefghi zbcdefghi abcdefgħ abcdefghi");
        assertThat(counts(counter(1000, 1, 1 << 24, 1 << 17).count(corpus())))
                .isEqualTo(Map.of("abcdefgh", 1L, "abcdefghi", 2L, "zbcdefghi", 1L, "abcdefgħ", 1L));
    }

    /**
     * Rounds of one line, at most 3 words held. After "a a a b b c" and "d": a 3, b 2, c 1, d 1 are too many, those that stand once
     * go. After "c e f": a, b, c, e, f, again those that stand once go; "a b c" then stays.
     */
    @Test
    void words_beyondTheBound_areForgottenRarestFirst_andCounted() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a a a b b c\nd\nc e f\na b c\n");
        for (int threads = 1; threads < 4; threads++) {
            WordCounter counter = counter(3, threads, 1, 1);
            assertThat(counts(counter.count(corpus()))).isEqualTo(Map.of("a", 4L, "b", 3L, "c", 1L));
            assertThat(counter.forgottenWords()).isEqualTo(5);
            assertThat(counter.forgottenOccurrences()).isEqualTo(5);
            assertThat(counter.words()).isEqualTo(13);
        }
    }

    @Test
    void table_growsAndKeepsEveryCount() {
        WordTable table = new WordTable();
        for (int times = 1; times <= 2; times++) {
            for (int w = 0; w < 50_000; w++) {
                char[] word = Integer.toString(w).toCharArray();
                table.add(word, 0, word.length, WordTable.hash(word, 0, word.length), w);
            }
        }
        assertThat(table.size()).isEqualTo(50_000);
        assertThat(table.total()).isEqualTo(50_000L * 49_999);
        assertThat(table.above(2 * 49_990).size()).isEqualTo(9);
        assertThat(counts(table)).containsEntry("12345", 24_690L);
    }

    @Test
    void shortWords_growAndKeepEveryCount() {
        ShortWords words = new ShortWords();
        for (int times = 1; times <= 2; times++) {
            for (int w = 0; w < 50_000; w++) {
                words.add(packed("é" + w + "ÿ"));
            }
            words.add(packed("12345678"));
        }
        assertThat(words.size()).isEqualTo(50_001);
        WordTable table = new WordTable();
        words.addTo(table);
        assertThat(table.size()).isEqualTo(50_001);
        assertThat(table.total()).isEqualTo(100_002);
        assertThat(counts(table)).containsEntry("é49999ÿ", 2L).containsEntry("12345678", 2L);
    }

    private static long packed(String word) {
        long packed = ShortWords.EMPTY;
        for (char c : word.toCharArray()) {
            packed = ShortWords.append(packed, c);
        }
        return packed;
    }

    private Corpus corpus() throws IOException {
        return Corpus.of(List.of(folder.toString()), CorpusOptions.defaults());
    }

    private static WordCounter counter(long maxWords, int threads, int round, int batch) {
        VocabularySettings settings =
                new VocabularySettings(100, TokenizerOptions.uncased(), 1, 0, 1, maxWords, threads);
        return new WordCounter(settings, (phase, done, total) -> {}, round, batch);
    }

    private static Map<String, Long> counts(WordTable table) {
        Map<String, Long> counts = new TreeMap<>();
        for (int w = 0; w < table.size(); w++) {
            counts.put(new String(table.characters(), table.start(w), table.end(w) - table.start(w)), table.count(w));
        }
        return counts;
    }
}
