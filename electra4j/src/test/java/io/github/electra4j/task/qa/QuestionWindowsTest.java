package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuestionWindowsTest {
    private static final WordPieceTokenizer TOKENIZER = tokenizer();

    /** Letters as words, and as pieces within words. */
    private static WordPieceTokenizer tokenizer() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        IntStream.rangeClosed('a', 'z').forEach(c -> {
            tokens.add(Character.toString(c));
            tokens.add("##" + Character.toString(c));
        });
        return new WordPieceTokenizer(Vocabulary.of(tokens), TokenizerOptions.uncased());
    }

    private static List<QuestionWindow> windows(QuestionSettings settings, Question question, int maxLength) {
        return new QuestionWindows(settings, AnswerStarts.REFUSE, false).of(question, TOKENIZER, maxLength);
    }

    private static Question question(String question, String context, GoldAnswer... answers) {
        Question typed = Question.of(question, context);
        return new Question(null, question, context, List.of(answers), typed.file(), typed.line(), typed.path());
    }

    private static String text(QuestionWindow window) {
        return String.join(
                " ",
                Arrays.stream(window.ids())
                        .mapToObj(TOKENIZER.vocabulary()::token)
                        .toList());
    }

    // By hand: a question of two pieces leaves 9 - 2 - 3 = 4 tokens for the context; windows begin every three pieces.
    @Test
    void windows_longContext_beginEveryStride() {
        QuestionSettings settings = new QuestionSettings(3, 2, 5, 3);
        List<QuestionWindow> windows =
                windows(settings, question("q r s", "a b c d e f g h", new GoldAnswer("d e", 6)), 9);
        assertThat(windows)
                .extracting(QuestionWindowsTest::text)
                .containsExactly(
                        "[CLS] q r [SEP] a b c d [SEP]", "[CLS] q r [SEP] d e f g [SEP]", "[CLS] q r [SEP] g h [SEP]");
        assertThat(windows)
                .extracting(QuestionWindow::target)
                .containsExactly(new TokenSpan(0, 0), new TokenSpan(4, 5), new TokenSpan(0, 0));
        assertThat(windows).allMatch(window -> window.firstLength() == 4 && window.cut() == 1);
    }

    /** Any stride and length: every piece stands somewhere, the last window ends with the context, and none before it does. */
    @Test
    void windows_ofAnySize_holdEveryPiece() {
        CounterRandom random = CounterRandom.of(5, "windows", 0, 0);
        for (int i = 0; i < 300; i++) {
            String context = "a".repeat(1 + random.nextInt(60));
            QuestionSettings settings = new QuestionSettings(1 + random.nextInt(20), 1 + random.nextInt(5), 30, 20);
            int maxLength = settings.questionLength() + 4 + random.nextInt(20);
            List<QuestionWindow> windows =
                    windows(settings, question("b".repeat(random.nextInt(7)), context), maxLength);
            boolean[] held = new boolean[context.length()];
            int before = -1;
            for (QuestionWindow window : windows) {
                assertThat(window.ids()).hasSizeLessThanOrEqualTo(maxLength);
                assertThat(window.first()).isGreaterThan(before);
                before = window.first();
                for (int piece = window.first(); piece < window.end(); piece++) {
                    held[piece] = true;
                    assertThat(window.ids()[window.token(piece)])
                            .isEqualTo(window.context().ids()[piece]);
                }
                assertThat(window.end() == context.length()).isEqualTo(window == windows.get(windows.size() - 1));
                assertThat(window.target()).isEqualTo(TokenSpan.NONE);
            }
            assertThat(held).doesNotContain(false);
        }
    }

    @Test
    void target_offTheTokensBounds_isTheTokensThatCoverIt() {
        // "bc d" begins and ends within words; "[UNK]" covers the word with the digit, which no piece has.
        Question inside = question("q", "abc de f1g", new GoldAnswer("bc d", 1));
        assertThat(windows(QuestionSettings.PUBLISHED, inside, 384).get(0).target())
                .isEqualTo(new TokenSpan(4, 6));
        Question unknown = question("q", "abc de f1g", new GoldAnswer("1", 8));
        assertThat(windows(QuestionSettings.PUBLISHED, unknown, 384).get(0).target())
                .isEqualTo(new TokenSpan(8, 8));
        Question space = question("q", "abc  de", new GoldAnswer(" ", 4));
        assertThat(windows(QuestionSettings.PUBLISHED, space, 384).get(0).target())
                .isNull();
    }

    @Test
    void target_behindSupplementaryCharactersAndMarks_isItsToken() {
        // A smiling face is one code point and two UTF-16 units; the accent is a code point of its own; the i has no
        // dot.
        String context = "\uD83D\uDE00 e\u0301te\u0301 \u0131s\u0131k z";
        Question question = question("q", context, new GoldAnswer("z", 13));
        QuestionWindow window =
                windows(QuestionSettings.PUBLISHED, question, 384).get(0);
        assertThat(text(window)).isEqualTo("[CLS] q [SEP] [UNK] e ##t ##e [UNK] z [SEP]");
        assertThat(window.target()).isEqualTo(new TokenSpan(8, 8));
    }

    @Test
    void windows_contextWithoutWords_isOne() {
        List<QuestionWindow> windows =
                windows(QuestionSettings.PUBLISHED, question("q", "\u0301", new GoldAnswer("\u0301", 0)), 384);
        assertThat(windows).hasSize(1);
        assertThat(text(windows.get(0))).isEqualTo("[CLS] q [SEP] [SEP]");
        assertThat(windows.get(0).target()).isNull();
    }

    @Test
    void windows_contextOfAMegabyte_areMany() {
        List<QuestionWindow> windows =
                windows(QuestionSettings.PUBLISHED, question("q", "abcdefg ".repeat(1 << 17)), 384);
        assertThat(windows.get(windows.size() - 1).end()).isEqualTo(7 << 17);
        // ceil((pieces - 380) / 128) + 1, 380 = 384 - 1 - 3.
        assertThat(windows).hasSize(((7 << 17) - 380 + 127) / 128 + 1);
    }

    @Test
    void windows_tooShort_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> windows(QuestionSettings.PUBLISHED, question("q", "a"), 67))
                .withMessage(
                        "max_length 67: expected at least 68: a question may have 64 word pieces (max_question_length), and there are [CLS],"
                                + " two [SEP] and a piece of the context");
    }
}
