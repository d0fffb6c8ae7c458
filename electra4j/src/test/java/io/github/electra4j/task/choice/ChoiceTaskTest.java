package io.github.electra4j.task.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTaskTest {
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(
            Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "e", "f")),
            TokenizerOptions.uncased());
    private static final ChoiceTask TASK = new ChoiceTask(LongContext.WINDOWS);

    private static ChoiceRow row(
            String context, @Nullable String question, @Nullable Integer answer, String... options) {
        return new ChoiceRow(null, context, question, List.of(options), answer, Path.of("c.jsonl"), 1);
    }

    private static List<String> tokens(List<ChoiceWindow> windows) {
        return windows.stream()
                .map(window -> Arrays.stream(window.ids())
                        .mapToObj(TOKENIZER.vocabulary()::token)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void windows_areOneAnOption() {
        List<ChoiceWindow> windows = TASK.windows(row("a b", "c", 1, "d", "e f"), TOKENIZER, 20);
        assertThat(tokens(windows)).containsExactly("[CLS] a b [SEP] c d [SEP]", "[CLS] a b [SEP] c e f [SEP]");
        assertThat(windows).extracting(ChoiceWindow::firstLength).containsExactly(4, 4);
        assertThat(windows).extracting(ChoiceWindow::terms).containsExactly(1, 0);
        assertThat(windows).extracting(ChoiceWindow::right).containsExactly(false, true);
    }

    @Test
    void longContext_keepsItsBeginningOrItsEndAndIsCounted() {
        ChoiceRow row = row("a b c d e f", null, null, "a", "b");
        List<ChoiceWindow> beginning = new ChoiceTask(LongContext.BEGINNING).windows(row, TOKENIZER, 7);
        assertThat(tokens(beginning)).startsWith("[CLS] a b c [SEP] a [SEP]");
        assertThat(beginning.get(0).cut()).isEqualTo(3);
        assertThat(tokens(new ChoiceTask(LongContext.END).windows(row, TOKENIZER, 7)))
                .startsWith("[CLS] d e f [SEP] a [SEP]");
    }

    // 5 pieces go in, 2 of which the longest option takes: parts of 3, from 0, 1, 2 and 3.
    @Test
    void longContext_usually_isReadThroughWindowsWithAllOptions() {
        List<ChoiceWindow> windows = TASK.windows(row("a b c d e f", null, 1, "a", "b c"), TOKENIZER, 8);
        assertThat(tokens(windows))
                .containsExactly(
                        "[CLS] a b c [SEP] a [SEP]",
                        "[CLS] a b c [SEP] b c [SEP]",
                        "[CLS] b c d [SEP] a [SEP]",
                        "[CLS] b c d [SEP] b c [SEP]",
                        "[CLS] c d e [SEP] a [SEP]",
                        "[CLS] c d e [SEP] b c [SEP]",
                        "[CLS] d e f [SEP] a [SEP]",
                        "[CLS] d e f [SEP] b c [SEP]");
        assertThat(windows).extracting(ChoiceWindow::cut).containsOnly(0);
        assertThat(windows).extracting(ChoiceWindow::terms).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    }

    // By hand: the means of the scores are 1 and 2, so that the second option has e / (1 + e).
    @Test
    void answer_severalWindows_isByTheMeanOfTheirScores() {
        ChoiceRow row = row("a b c d e f", null, 1, "a", "b c");
        List<ChoiceWindow> windows = TASK.windows(row, TOKENIZER, 9);
        float[] scores = new float[windows.size()];
        for (int i = 0; i < scores.length; i += 2) {
            scores[i] = i == 0 ? scores.length / 2f : 0;
            scores[i + 1] = 2;
        }
        Choice choice = TASK.answer(row, windows, scores, 0);
        assertThat(choice.option()).isEqualTo(1);
        assertThat(choice.probabilities()[1]).isCloseTo(Math.E / (1 + Math.E), within(1e-6));
    }

    // By hand: scores 1, 0: the softmax of the first is e / (e + 1).
    @Test
    void scores_becomeALossAndAnAnswerOverTheOptions() {
        ChoiceRow row = row("a", null, 1, "b", "c");
        List<ChoiceWindow> windows = TASK.windows(row, TOKENIZER, 20);
        float[] scores = {9, 1, 0};
        double first = Math.E / (Math.E + 1);
        Choice choice = TASK.answer(row, windows, scores, 1);
        assertThat(choice.option()).isZero();
        assertThat(choice.probabilities()).containsExactly(new double[] {first, 1 - first}, within(1e-9));
        TaskLoss loss = new TaskLoss(scores);
        TASK.learn(windows, 1, loss);
        assertThat(loss.sum()).isCloseTo(-Math.log(1 - first), within(1e-9));
        assertThat(loss.gradient(1)).containsExactly(new float[] {0, (float) first, (float) -first}, within(1e-6f));
    }

    // By hand: at temperature 2 the scores 2, 0 are 1, 0.
    @Test
    void temperature_dividesTheScoresAndIsKept() {
        ChoiceRow row = row("a", null, 1, "b", "c");
        ChoiceTask warm = TASK.withTemperature(2);
        Choice choice = warm.answer(row, TASK.windows(row, TOKENIZER, 20), new float[] {2, 0}, 0);
        assertThat(choice.probabilities()[0]).isCloseTo(Math.E / (Math.E + 1), within(1e-9));
        TaskSettings kept = new TaskSettings("choice", "", null, "", false, List.of(), 128, "cls", warm.settings());
        assertThat(ChoiceTask.KIND.restored(kept, "electra4j.json")).isEqualTo(warm);
        assertThat(TASK.settings()).doesNotContainKey("temperature");
        assertThat(TASK.probabilities(List.of(row), List.of(choice)).gold()).containsExactly(1);
    }

    @Test
    void evaluate_ranksTheRightOptions() {
        List<ChoiceRow> rows = List.of(row("a", null, 0, "b", "c", "d"), row("a", null, 2, "b", "c", "d"));
        List<Choice> answers =
                List.of(new Choice(0, new double[] {0.5, 0.3, 0.2}), new Choice(0, new double[] {0.5, 0.2, 0.3}));
        Evaluation evaluation = TASK.evaluate(rows, answers);
        assertThat(evaluation.figures())
                .containsEntry("accuracy", 0.5)
                .containsEntry("r_at_1", 0.5)
                .containsEntry("r_at_2", 1.0)
                .containsEntry("mrr", 0.75);
        assertThat(TASK.prior(rows)).containsExactly(0.5, 0.0, 0.5);
        assertThat(TASK.evaluate(
                                rows,
                                rows.stream()
                                        .map(r -> TASK.priorAnswer(r, TASK.prior(rows)))
                                        .toList())
                        .figure("accuracy"))
                .isEqualTo(0.5);
    }

    @Test
    void answerThatIsNotKnown_isAskedForBeforeMeasuring() {
        assertThatThrownBy(() -> TASK.check(List.of(row("a", null, null, "b", "c"))))
                .hasMessage("c.jsonl:1: no answer; expected the key \"answer\" with the number of the right option");
    }

    @Test
    void options_chooseWhatIsKept() {
        assertThat(ChoiceTask.KIND.learned(List.of(), new TaskOptions(Map.of("context", "end"))))
                .isEqualTo(new ChoiceTask(LongContext.END));
        assertThatThrownBy(() -> ChoiceTask.KIND.learned(List.of(), new TaskOptions(Map.of("context", "middle"))))
                .hasMessageContaining("expected one of windows, beginning, end");
    }

    // By hand: of the places 0, 1 and 2 with the shares 1/4, 0 and 3/4 two options have the first two, four have all
    // and one that has none.
    @Test
    void priorAnswer_ofRowsWithOtherNumbersOfOptions_isOfThePlacesThatThereAre() {
        List<Double> prior = TASK.prior(List.of(
                row("a", null, 2, "a", "b", "c"),
                row("a", null, 2, "a", "b", "c"),
                row("a", null, 2, "a", "b", "c"),
                row("a", null, 0, "a", "b", "c")));

        Choice ofTwo = TASK.priorAnswer(row("a", null, 1, "a", "b"), prior);
        ChoiceRow four = row("a", null, 3, "a", "b", "c", "d");
        Choice ofFour = TASK.priorAnswer(four, prior);

        assertThat(ofTwo.option()).isZero();
        assertThat(ofTwo.probabilities()).containsExactly(1, 0);
        assertThat(ofFour.option()).isEqualTo(2);
        assertThat(ofFour.probabilities()).containsExactly(0.25, 0, 0.75, 0);
        assertThat(TASK.evaluate(List.of(four), List.of(ofFour)).figure("accuracy"))
                .isZero();
        assertThat(TASK.priorAnswer(row("a", null, 1, "a", "b"), List.of(0.0, 0.0, 1.0))
                        .probabilities())
                .containsExactly(0.5, 0.5);
    }
}
