package io.github.electra4j.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
    private static final Vocabulary VOCABULARY = vocabulary(
            "un", "##aff", "##able", "want", "##want", "##ed", "wa", "runn", "##ing", ",", "low", "##er", "[", "]",
            "mask", "e", "中", "国");

    @Test
    void words_areCutGreedilyIntoLongestPieces() {
        assertThat(tokenizer().tokenize("UNwant\u00E9d,running lower"))
                .containsExactly("un", "##want", "##ed", ",", "runn", "##ing", "low", "##er");
    }

    @Test
    void word_withAPartThatFitsNoPiece_isUnknownAsAWhole() {
        assertThat(tokenizer().tokenize("unwanted unwantedX want"))
                .containsExactly("un", "##want", "##ed", "[UNK]", "want");
    }

    @Test
    void specialTokensInText_areText() {
        assertThat(tokenizer().tokenize("[MASK]")).containsExactly("[", "mask", "]");
    }

    @Test
    void offsets_pointIntoTheOriginalText() {
        Encoding e = tokenizer().encodeWithOffsets(" Une\u0301 lower中国\uD83D\uDE00,");
        assertThat(e.starts()).containsExactly(1, 6, 9, 11, 12, 13, 15);
        assertThat(e.ends()).containsExactly(4, 9, 11, 12, 13, 15, 16);
        assertThat(e.words()).containsExactly(0, 1, 1, 2, 3, 4, 5);
    }

    @Test
    void word_aboveTheLimit_isUnknown() {
        Vocabulary v = vocabulary("a", "##a");
        assertThat(new WordPieceTokenizer(v, TokenizerOptions.uncased()).encode("a".repeat(100)))
                .hasSize(100);
        assertThat(new WordPieceTokenizer(v, TokenizerOptions.uncased()).encode("a".repeat(101)))
                .containsExactly(v.unkId());
        assertThat(new WordPieceTokenizer(v, TokenizerOptions.reference()).encode("a".repeat(101)))
                .hasSize(101);
    }

    /** The definition of the greedy match, tried on vocabularies in which it often has to go back. */
    @Test
    void generatedVocabularies_giveTheGreedyLongestMatch() {
        CounterRandom random = CounterRandom.of(7, "greedy match");
        for (int v = 0; v < 200; v++) {
            Set<String> pieces = new LinkedHashSet<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                pieces.add((random.nextInt(3) == 0 ? "" : "##") + word(random, 6));
            }
            Vocabulary vocabulary = vocabulary(pieces.toArray(new String[0]));
            WordPieceTokenizer tokenizer =
                    new WordPieceTokenizer(vocabulary, new TokenizerOptions(true, true, true, 12));
            for (int i = 0; i < 200; i++) {
                String word = word(random, 14);
                assertThat(tokenizer.tokenize(word))
                        .as("%s by %s", word, pieces)
                        .isEqualTo(greedy(word, pieces, 12));
            }
        }
    }

    private static String word(CounterRandom random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static List<String> greedy(String word, Set<String> pieces, int longest) {
        List<String> found = new ArrayList<>();
        int at = 0;
        while (at < word.length() && word.length() <= longest) {
            String prefix = at == 0 ? "" : "##";
            int end = word.length();
            while (end > at && !pieces.contains(prefix + word.substring(at, end))) {
                end--;
            }
            if (end == at) {
                return List.of(Vocabulary.UNK);
            }
            found.add(prefix + word.substring(at, end));
            at = end;
        }
        return found.isEmpty() ? List.of(Vocabulary.UNK) : found;
    }

    /** Lines and pieces that BERT's own tokenizer made: the line, then its pieces, separated by TABs. */
    @Test
    void fixtureLines_giveTheExpectedPieces() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"));
        assumeTrue(Files.isDirectory(data), "no shared data");
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(
                Vocabulary.load(data.resolve("vocab/bert-uncased-vocab.txt")), TokenizerOptions.uncased());
        String all = Files.readString(data.resolve("tokenization/regression-text_bert-base-uncased.txt"));
        int lines = 0;
        List<String> wrong = new ArrayList<>();
        for (String line : all.split("\r\n")) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            List<String> pieces = tokenizer.tokenize(fields.get(0));
            lines++;
            if (!pieces.equals(fields.subList(1, fields.size()))) {
                wrong.add(line + " -> " + pieces);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).isEqualTo(9909);
    }

    private static WordPieceTokenizer tokenizer() {
        return new WordPieceTokenizer(VOCABULARY, TokenizerOptions.uncased());
    }

    private static Vocabulary vocabulary(String... pieces) {
        List<String> all = new ArrayList<>(Vocabulary.SPECIAL);
        all.addAll(List.of(pieces));
        return Vocabulary.of(all);
    }
}
