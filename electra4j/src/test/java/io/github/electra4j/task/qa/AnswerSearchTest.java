package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerSearchTest {
    private static final WordPieceTokenizer TOKENIZER = tokenizer();

    private static WordPieceTokenizer tokenizer() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        IntStream.rangeClosed('a', 'z').forEach(c -> tokens.add(Character.toString(c)));
        return new WordPieceTokenizer(Vocabulary.of(tokens), TokenizerOptions.uncased());
    }

    private static List<QuestionWindow> windows(QuestionSettings settings, String context, int maxLength) {
        return new QuestionWindows(settings, AnswerStarts.REFUSE, false)
                .of(Question.of("q", context), TOKENIZER, maxLength);
    }

    private static float[] scores(List<QuestionWindow> windows) {
        return new float[2 * windows.stream().mapToInt(w -> w.ids().length).sum()];
    }

    private static QuestionAnswer answer(
            QuestionSettings settings, String context, List<QuestionWindow> windows, float[] scores, double threshold) {
        AnswerSearch search = new AnswerSearch(settings);
        search.look(windows, scores, 0);
        return search.answer(context, windows.get(0).context(), true, threshold);
    }

    // By hand: tokens are [CLS] q [SEP] a b c [SEP]. Start of b is 2, end of c is 3: 5; b alone has 2 + 0; no answer 1
    // + 1.
    @Test
    void answer_oneWindow_isThePartWithTheHighestSum() {
        List<QuestionWindow> windows = windows(QuestionSettings.PUBLISHED, "a, b  c", 384);
        float[] scores = new float[] {1, 1, 9, 9, 9, 9, 0, 0, -9, -9, 2, 0, 0, 3, 9, 9};
        // The comma is no token of this vocabulary, and [UNK] has the scores -9.
        QuestionAnswer answer = answer(QuestionSettings.PUBLISHED, "a, b  c", windows, scores, 0);
        assertThat(answer.text()).isEqualTo("b  c");
        assertThat(answer.best().get(0).start()).isEqualTo(3);
        assertThat(answer.best().get(0).end()).isEqualTo(7);
        assertThat(answer.best().get(0).score()).isEqualTo(5);
        assertThat(answer.noAnswer()).isEqualTo(-3);
        double sum =
                answer.best().stream().mapToDouble(FoundAnswer::probability).sum();
        assertThat(sum + answer.noAnswerProbability()).isCloseTo(1, within(1e-12));
        assertThat(answer.probability() / answer.noAnswerProbability()).isCloseTo(Math.exp(3), within(1e-9));
        assertThat(answer(QuestionSettings.PUBLISHED, "a, b  c", windows, scores, -3.5)
                        .text())
                .isEmpty();
    }

    /** Against a search that knows nothing of windows: each start where it sees most of the context, then every end there. */
    @Test
    void answer_anyScores_isThatOfASearchOverAll() {
        CounterRandom random = CounterRandom.of(3, "search", 0, 0);
        for (int round = 0; round < 200; round++) {
            QuestionSettings settings =
                    new QuestionSettings(1 + random.nextInt(6), 1, 1 + random.nextInt(5), 1 + random.nextInt(6));
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(26);
            IntStream.range(0, length)
                    .forEach(i -> text.append((char) ('a' + i)).append(' '));
            String context = text.toString();
            List<QuestionWindow> windows = windows(settings, context, 5 + random.nextInt(9));
            float[] scores = scores(windows);
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(2000) / 100f - 10;
            }
            QuestionAnswer found = answer(settings, context, windows, scores, Double.POSITIVE_INFINITY);
            List<Map.Entry<String, Double>> all = all(settings, context, windows, scores);
            assertThat(found.best()).hasSize(Math.min(settings.best(), all.size()));
            double total = Math.exp(none(windows, scores));
            for (Map.Entry<String, Double> part : all) {
                total += Math.exp(part.getValue());
            }
            for (int i = 0; i < found.best().size(); i++) {
                FoundAnswer one = found.best().get(i);
                assertThat(one.score()).isEqualTo(all.get(i).getValue());
                assertThat(context.substring(one.start(), one.end())).isEqualTo(one.text());
                assertThat(one.probability()).isCloseTo(Math.exp(one.score()) / total, within(1e-9));
            }
            assertThat(found.noAnswer())
                    .isEqualTo(none(windows, scores) - all.get(0).getValue());
            assertThat(found.text()).isEqualTo(found.best().get(0).text());
        }
    }

    private static double none(List<QuestionWindow> windows, float[] scores) {
        double least = Double.POSITIVE_INFINITY;
        int at = 0;
        for (QuestionWindow window : windows) {
            least = Math.min(least, (double) scores[at] + scores[at + 1]);
            at += 2 * window.ids().length;
        }
        return least;
    }

    private static List<Map.Entry<String, Double>> all(
            QuestionSettings settings, String context, List<QuestionWindow> windows, float[] scores) {
        int[] firstScores = new int[windows.size()];
        for (int w = 1; w < firstScores.length; w++) {
            firstScores[w] = firstScores[w - 1] + 2 * windows.get(w - 1).ids().length;
        }
        Map<String, Double> parts = new HashMap<>();
        for (int piece = 0; piece < context.length() / 2; piece++) {
            int home = -1;
            double most = -1;
            for (int w = 0; w < windows.size(); w++) {
                QuestionWindow window = windows.get(w);
                if (piece >= window.first() && piece < window.first() + window.count()) {
                    double seen = Math.min(piece - window.first(), window.first() + window.count() - piece - 1)
                            + 0.01 * window.count();
                    if (seen > most) {
                        most = seen;
                        home = w;
                    }
                }
            }
            QuestionWindow window = windows.get(home);
            for (int last = piece; last < piece + settings.answerLength() && last < window.end(); last++) {
                double start = scores[firstScores[home] + 2 * (window.firstLength() + piece - window.first())];
                double end = scores[firstScores[home] + 2 * (window.firstLength() + last - window.first()) + 1];
                parts.put(context.substring(2 * piece, 2 * last + 1), start + end);
            }
        }
        return parts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
    }

    @Test
    void answer_lettersWithMarks_keepTheirMarks() {
        String context = "\uD83D\uDE00 e\u0301\u0302 b";
        List<QuestionWindow> windows = windows(QuestionSettings.PUBLISHED, context, 384);
        float[] scores = scores(windows);
        scores[2 * 4] = 5;
        scores[2 * 4 + 1] = 5;
        assertThat(answer(QuestionSettings.PUBLISHED, context, windows, scores, 0)
                        .text())
                .isEqualTo("e\u0301\u0302");
    }

    @Test
    void answer_contextWithoutWords_isNone() {
        List<QuestionWindow> windows = windows(QuestionSettings.PUBLISHED, "\u0301", 384);
        AnswerSearch search = new AnswerSearch(QuestionSettings.PUBLISHED);
        search.look(windows, scores(windows), 0);
        QuestionAnswer answer = search.answer("\u0301", windows.get(0).context(), false, 0);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.best()).isEmpty();
        assertThat(answer.noAnswer()).isPositive();
    }
}
