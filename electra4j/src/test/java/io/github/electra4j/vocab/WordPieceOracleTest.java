package io.github.electra4j.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Hugging Face's own tokenizer, on every character and on generated text. */
class WordPieceOracleTest {
    private static final int TESTED = 0x20000;
    private static final int CHARACTERS_A_TEXT = 64;
    private static final Vocabulary EVERY_CHARACTER = everyCharacter();

    /**
     * Capitals that came with Unicode 17. Hugging Face's library takes lower case from the Rust compiler it was built with:
     * tokenizers 0.23.3, which our tables are pinned to, lowers them; the build inside DJL is older and does not.
     */
    private static final Set<Integer> CAPITALS_OF_UNICODE_17 = IntStream.concat(
                    IntStream.of(0xA7CE, 0xA7D2, 0xA7D4), IntStream.rangeClosed(0x16EA0, 0x16EB8))
            .boxed()
            .collect(Collectors.toSet());

    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased", "lower only", "accents only"})
    void everyCharacter_inAWord_givesTheirPiecesAndOffsets(String name) {
        TokenizerOptions options =
                switch (name) {
                    case "uncased" -> TokenizerOptions.uncased();
                    case "cased" -> TokenizerOptions.cased();
                    case "lower only" -> new TokenizerOptions(true, false, false, 100);
                    default -> new TokenizerOptions(false, true, true, 100);
                };
        Vocabulary vocabulary = EVERY_CHARACTER;
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, options);
        List<String> different = new ArrayList<>();
        try (HuggingFaceOracle oracle = new HuggingFaceOracle(vocabulary, options)) {
            for (int c = 0; c < TESTED; c += CHARACTERS_A_TEXT) {
                StringBuilder text = new StringBuilder();
                for (int d = c; d < c + CHARACTERS_A_TEXT; d++) {
                    if (isTested(d) && !CAPITALS_OF_UNICODE_17.contains(d)) {
                        text.append('a').appendCodePoint(d).append("b ");
                    }
                }
                compare(tokenizer, oracle, text.toString(), different);
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void generatedText_givesTheirPiecesAndOffsets(long seed) {
        CounterRandom random = CounterRandom.of(seed, "oracle text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add(text(random));
        }
        List<String> different = new ArrayList<>();
        for (TokenizerOptions options : List.of(
                TokenizerOptions.uncased(), TokenizerOptions.cased(), new TokenizerOptions(true, true, true, 7))) {
            Vocabulary vocabulary = piecesOf(texts, random);
            WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, options);
            try (HuggingFaceOracle oracle = new HuggingFaceOracle(vocabulary, options)) {
                texts.forEach(text -> compare(tokenizer, oracle, text, different));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void capitalsOfUnicode17_areLowered_asByTheLibraryWeArePinnedTo() {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(EVERY_CHARACTER, TokenizerOptions.uncased());
        // tokenizers 0.23.3: BertNormalizer(lowercase=True).normalize_str(...)
        assertThat(tokenizer.tokenize("\uA7CE \uA7D2 \uA7D4 " + Character.toString(0x16EA0)))
                .containsExactly("\uA7CF", "\uA7D3", "\uA7D5", Character.toString(0x16EBB));
    }

    @Test
    void loneSurrogates_areDropped() {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(EVERY_CHARACTER, TokenizerOptions.uncased());
        assertThat(tokenizer.tokenize("a\uD800b \uDC00c")).containsExactly("a", "##b", "c");
    }

    private static void compare(
            WordPieceTokenizer tokenizer, HuggingFaceOracle oracle, String text, List<String> different) {
        Encoding theirs = oracle.encode(text);
        Encoding ours = tokenizer.encodeWithOffsets(text);
        assertThat(tokenizer.encode(text)).isEqualTo(ours.ids());
        if (!describe(tokenizer, theirs).equals(describe(tokenizer, ours)) && different.size() < 5) {
            StringBuilder codes = new StringBuilder();
            text.codePoints().forEach(c -> codes.append(Integer.toHexString(c)).append(' '));
            different.add(
                    codes + "\n theirs " + describe(tokenizer, theirs) + "\n ours   " + describe(tokenizer, ours));
        }
    }

    private static String describe(WordPieceTokenizer tokenizer, Encoding e) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < e.size(); i++) {
            s.append(tokenizer.vocabulary().token(e.ids()[i]))
                    .append('@')
                    .append(e.starts()[i])
                    .append('-')
                    .append(e.ends()[i])
                    .append('w')
                    .append(e.words()[i])
                    .append(' ');
        }
        return s.toString();
    }

    /** Less the surrogates, and the inner parts of long stretches of letters and ideographs that are all alike. */
    private static boolean isTested(int c) {
        return !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                || c >= 0x3500 && c < 0x4D00
                || c >= 0x4F00 && c < 0x9E00
                || c >= 0xE100 && c < 0xF700
                || c >= 0x12500 && c < 0x16800
                || c >= 0x17000 && c < 0x1BC00);
    }

    private static Vocabulary everyCharacter() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        for (int c = 1; c < TESTED; c++) {
            if (isTested(c)) {
                tokens.add(Character.toString(c));
                tokens.add("##" + Character.toString(c));
            }
        }
        return Vocabulary.of(tokens);
    }

    /** Ranges of characters that meet each other in words. */
    private static final int[][] SCRIPTS = {
        {'a', 'e'},
        {'a', 'e'},
        {'A', 'E'},
        {' ', '~'},
        {0, 0x1F},
        {0x80, 0x17F},
        {0x1E00, 0x1EFF},
        {0x300, 0x36F},
        {0x300, 0x36F},
        {0x391, 0x3C9},
        {0x590, 0x5F4},
        {0x610, 0x6ED},
        {0x900, 0x97F},
        {0xE00, 0xE7F},
        {0x1B00, 0x1B4B},
        {0x1AB0, 0x1ACE},
        {0x1DC0, 0x1DFF},
        {0x8D0, 0x8FF},
        {0x11000, 0x1107F},
        {0xAC00, 0xAC60},
        {0x1100, 0x1112},
        {0x4E00, 0x4E20},
        {0xF900, 0xF920},
        {0x3040, 0x3060},
        {0x2000, 0x206F},
        {0x1F600, 0x1F610},
        {0x1D160, 0x1D172},
        {0x20000, 0x20010},
        {0xFFF0, 0xFFFF},
        {0x3000, 0x3030},
    };

    private static String text(CounterRandom random) {
        StringBuilder text = new StringBuilder();
        int words = 1 + random.nextInt(8);
        for (int w = 0; w < words; w++) {
            int[] one = SCRIPTS[random.nextInt(SCRIPTS.length)];
            int[] two = SCRIPTS[random.nextInt(SCRIPTS.length)];
            int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 150 : 12);
            for (int i = 0; i < length; i++) {
                int[] script = random.nextInt(3) == 0 ? two : one;
                text.appendCodePoint(script[0] + random.nextInt(script[1] - script[0] + 1));
            }
            text.append(random.nextInt(4) == 0 ? "" : " ");
        }
        return text.toString();
    }

    /** Most characters of the texts, and longer pieces cut from them at random: short ones often, so that matches fail late. */
    private static Vocabulary piecesOf(List<String> texts, CounterRandom random) {
        Set<String> pieces = new LinkedHashSet<>(Vocabulary.SPECIAL);
        for (String text : texts) {
            String like = random.nextInt(2) == 0
                    ? text
                    : Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
            List<String> known = like.codePoints().mapToObj(Character::toString).toList();
            for (int i = 0; i < known.size(); i++) {
                if (random.nextInt(10) == 0) {
                    continue;
                }
                StringBuilder piece = new StringBuilder();
                int length = 1 + random.nextInt(4);
                for (int k = i; k < Math.min(i + length, known.size()); k++) {
                    piece.append(known.get(k));
                }
                String cut = piece.toString().strip();
                if (!cut.isEmpty() && !cut.contains("\n") && !cut.contains("\r")) {
                    pieces.add(random.nextInt(2) == 0 ? cut : "##" + cut);
                }
            }
        }
        return Vocabulary.of(new ArrayList<>(pieces));
    }
}
