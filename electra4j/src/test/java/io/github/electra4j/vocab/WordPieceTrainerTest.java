package io.github.electra4j.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTrainerTest {
    private static final TokenizerOptions UNCASED = TokenizerOptions.uncased();

    @TempDir
    Path folder;

    @Test
    void vocabulary_beginsWithPadUnusedSlotsAndSpecialTokens() throws IOException {
        VocabularySettings settings = new VocabularySettings(100, UNCASED, 1, 3, 1, 1000, 1);
        Vocabulary vocabulary = train(settings, "to be or not to be").vocabulary();
        assertThat(vocabulary.tokens().subList(0, 8))
                .containsExactly("[PAD]", "[unused0]", "[unused1]", "[unused2]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
        assertThat(vocabulary.padId()).isZero();
    }

    /** Eleven files, so that threads are at several at once; and a bound that forgets words. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void vocabulary_ofAnyNumberOfThreads_isTheSame(int threads) throws IOException {
        String[] lines = randomText(200_000).split("\n");
        for (int file = 0; file < 11; file++) {
            int from = lines.length * file / 11;
            int to = lines.length * (file + 1) / 11;
            Files.write(folder.resolve("part" + file + ".txt"), List.of(lines).subList(from, to));
        }
        TrainedVocabulary one = train(new VocabularySettings(3000, UNCASED, 0.9999, 0, 2, 5000, 1));
        TrainedVocabulary many = train(new VocabularySettings(3000, UNCASED, 0.9999, 0, 2, 5000, threads));
        assertThat(many.vocabulary().tokens()).isEqualTo(one.vocabulary().tokens());
        assertThat(many.statistics().words()).isEqualTo(200_000);
        assertThat(many.statistics().forgottenWords())
                .isEqualTo(one.statistics().forgottenWords())
                .isPositive();
    }

    @Test
    void corpusWithoutDuplicates_countsAParagraphOnce() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one two\nthree\none two\n");
        Files.writeString(folder.resolve("b.txt"), "three\nfour\n");
        Corpus corpus = Corpus.of(List.of(folder.toString()), new CorpusOptions(false, null, true));
        TrainedVocabulary trained =
                WordPieceTrainer.train(corpus, new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 3), null);
        assertThat(trained.statistics().words()).isEqualTo(4);
        assertThat(trained.statistics().paragraphs()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "我们学习中文。我们学习中文。",
                "كتاب الكتاب كتابنا الكتاب",
                "İstanbul'da ıssız ışık İstanbul",
                "die Straße der Straßen Öl ÖL",
                "देवनागरी लिपि देवनागरी",
                "한국어 한국어를 한국",
                "smile 😀 😀😀 family 👨‍👩‍👧 𝔘𝔫𝔦",
            })
    void anyLanguage_isEncodedWithoutUnknownPieces(String text) throws IOException {
        for (TokenizerOptions options : List.of(UNCASED, TokenizerOptions.cased())) {
            TrainedVocabulary trained = train(new VocabularySettings(500, options, 1, 0, 1, 1000, 2), text);
            List<String> pieces = new WordPieceTokenizer(trained.vocabulary(), options).tokenize(text);
            assertThat(pieces).isNotEmpty().doesNotContain("[UNK]");
            assertThat(trained.statistics().droppedCharacters()).isZero();
            assertThat(trained.statistics().unknownWords()).isZero();
        }
    }

    @Test
    void casedVocabulary_keepsCaseAndAccents() throws IOException {
        VocabularySettings cased = new VocabularySettings(100, TokenizerOptions.cased(), 1, 0, 1, 1000, 1);
        assertThat(train(cased, "Élan Élan élan").vocabulary().tokens())
                .contains("Élan", "é")
                .doesNotContain("elan");
        VocabularySettings uncased = new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 1);
        assertThat(train(uncased, "Élan Élan élan").vocabulary().tokens())
                .contains("elan")
                .doesNotContain("É", "é");
    }

    @Test
    void size_isReachedAndNeverExceeded() throws IOException {
        String text = randomText(20_000);
        for (int size : new int[] {6, 20, 40, 60, 500}) {
            assertThat(train(new VocabularySettings(size, UNCASED, 1, 0, 1, 1_000_000, 2), text)
                            .vocabulary()
                            .size())
                    .as("size %d", size)
                    .isBetween(size - 1, size); // a character and its ## form come together or not at all
        }
    }

    @Test
    void textTooSmallForTheSize_givesWhatThereIsAndSaysSo() throws IOException {
        TrainedVocabulary trained =
                train(new VocabularySettings(30522, UNCASED, 1, 0, 2, 1000, 2), "a few words, a few");
        assertThat(trained.vocabulary().size()).isLessThan(40);
        assertThat(trained.statistics().describe()).last().asString().contains("30,522 pieces were asked for");
    }

    @Test
    void rareCharacters_areDroppedAndTheirWordsCounted() throws IOException {
        // 1,000 times "ab" and one "aþ": þ is 1 of 2,002 characters.
        TrainedVocabulary trained =
                train(new VocabularySettings(100, UNCASED, 0.999, 0, 1, 1000, 1), "ab ".repeat(1000) + "aþ");
        assertThat(trained.vocabulary().tokens()).contains("ab").doesNotContain("þ", "##þ");
        assertThat(trained.statistics().keptCharacters()).isEqualTo(2);
        assertThat(trained.statistics().droppedCharacters()).isEqualTo(1);
        assertThat(trained.statistics().unknownWords()).isEqualTo(1);
        assertThat(train(new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 1), "ab ".repeat(1000) + "aþ")
                        .vocabulary()
                        .tokens())
                .contains("þ", "##þ");
    }

    @Test
    void words_aboveTheTokenizersLength_areLeftOutAndCounted() throws IOException {
        TrainedVocabulary trained = train(
                new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 1),
                "x".repeat(101) + " " + "y".repeat(100) + " 𝔘".repeat(2));
        assertThat(trained.statistics().tooLongWords()).isEqualTo(1);
        assertThat(trained.vocabulary().tokens()).contains("y".repeat(100)).doesNotContain("x");
    }

    @Test
    void emptyCorpus_isRefused() {
        assertThatThrownBy(() -> train(VocabularySettings.of(100, UNCASED), " \n\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 0 words");
    }

    @Test
    void brokenText_isRefusedWithTheReadersMessage() throws IOException {
        Path file = folder.resolve("broken.txt");
        Files.write(file, new byte[] {'a', ' ', (byte) 0xFF});
        assertThatThrownBy(() -> WordPieceTrainer.train(
                        Corpus.of(List.of(file.toString()), CorpusOptions.defaults()),
                        VocabularySettings.of(100, UNCASED),
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.txt");
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> new VocabularySettings(5, UNCASED, 1, 0, 1, 10, 1))
                .hasMessageContaining("size: 5");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 1, 95, 1, 10, 1))
                .hasMessageContaining("95 unused");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 0, 0, 1, 10, 1))
                .hasMessageContaining("coverage");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 1, -1, 1, 10, 1))
                .hasMessageContaining("unused");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 1, 0, 0, 10, 1))
                .hasMessageContaining("minCount");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 1, 0, 1, 0, 1))
                .hasMessageContaining("maxWords");
        assertThatThrownBy(() -> new VocabularySettings(100, UNCASED, 1, 0, 1, 10, 0))
                .hasMessageContaining("threads");
    }

    private TrainedVocabulary train(VocabularySettings settings, String text) throws IOException {
        Files.writeString(folder.resolve("text.txt"), text);
        return train(settings);
    }

    private TrainedVocabulary train(VocabularySettings settings) throws IOException {
        return WordPieceTrainer.train(Corpus.of(List.of(folder.toString()), CorpusOptions.defaults()), settings, null);
    }

    /** Words of 1 to 8 letters, short and early letters more often; a line every 20. */
    private static String randomText(int words) {
        CounterRandom random = CounterRandom.of(7, "words");
        StringBuilder text = new StringBuilder();
        for (int w = 0; w < words; w++) {
            int length = 1 + random.nextInt(1 + random.nextInt(8));
            for (int i = 0; i < length; i++) {
                text.append((char) ('a' + random.nextInt(1 + random.nextInt(26))));
            }
            text.append(w % 20 == 19 ? '\n' : ' ');
        }
        return text.toString();
    }

    /** A text without spaces: three words of 150 characters, which the tokenizer calls [UNK]. */
    @Test
    void corpusOfTooLongWords_isRefusedWithTheReason() {
        assertThatThrownBy(() -> train(
                        new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 1),
                        "x".repeat(150) + " " + "y".repeat(150) + " " + "z".repeat(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "has no word of up to 100 characters: all 3 words are longer, and such words become [UNK]")
                .hasMessageContaining("spaces");
    }

    @Test
    void corpusOfSingleCharacters_givesAWarning() throws IOException {
        assertThat(train(new VocabularySettings(100, UNCASED, 1, 0, 1, 1000, 1), "a b")
                        .statistics()
                        .describe())
                .last()
                .asString()
                .startsWith("WARNING: no two pieces stand together often enough")
                .contains("the 2 characters", "give more text");
    }

    /** "to", "be", "or", "not" are joined, and 10,000 pieces were asked for. */
    @Test
    void corpusOfFewWords_forManyPieces_givesAWarning() throws IOException {
        VocabularySettings many = new VocabularySettings(10_000, UNCASED, 1, 0, 1, 1000, 1);
        assertThat(train(many, "to be or not to be").statistics().describe())
                .last()
                .asString()
                .startsWith("WARNING: 10,000 pieces were asked for");
    }
}
