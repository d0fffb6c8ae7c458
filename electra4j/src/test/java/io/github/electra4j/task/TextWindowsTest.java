package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
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

class TextWindowsTest {
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(
            Vocabulary.of(
                    List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "e", "f", "g", "h")),
            TokenizerOptions.uncased());

    private static LabeledText row(String text, @Nullable String pair, String label) {
        return new LabeledText(null, text, pair, label, Path.of("t.tsv"), 1);
    }

    private static TextTask task(Map<String, String> options) {
        return (TextTask) TextClassification.KIND.learned(
                List.of(row("a", null, "no"), row("b", null, "yes")), new TaskOptions(options));
    }

    private static List<String> windows(int maxLength, @Nullable String pair, Map<String, String> options) {
        return task(options).windows(row("a b c d e f g", pair, "yes"), TOKENIZER, maxLength).stream()
                .map(window -> Arrays.stream(window.ids())
                        .mapToObj(TOKENIZER.vocabulary()::token)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void windows_textThatFits_isOne() {
        assertThat(windows(9, null, Map.of())).containsExactly("[CLS] a b c d e f g [SEP]");
        assertThat(windows(12, "h", Map.of())).containsExactly("[CLS] a b c d e f g [SEP] h [SEP]");
    }

    @Test
    void windows_longText_overlapByHalfAndTheLastEndsWithIt() {
        assertThat(windows(6, null, Map.of()))
                .containsExactly("[CLS] a b c d [SEP]", "[CLS] c d e f [SEP]", "[CLS] d e f g [SEP]");
        assertThat(windows(6, null, Map.of("stride", "3")))
                .containsExactly("[CLS] a b c d [SEP]", "[CLS] d e f g [SEP]");
    }

    @Test
    void windows_strideBeyondAWindow_stillReadsAll() {
        assertThat(windows(6, null, Map.of("stride", "100")))
                .containsExactly("[CLS] a b c d [SEP]", "[CLS] d e f g [SEP]");
    }

    @Test
    void windows_pairWithOneLongText_haveTheShortOneWhole() {
        assertThat(windows(8, "h h", Map.of("stride", "3")))
                .containsExactly(
                        "[CLS] a b c [SEP] h h [SEP]", "[CLS] d e f [SEP] h h [SEP]", "[CLS] e f g [SEP] h h [SEP]");
    }

    // Room for 4 pieces, 2 for each: 6 parts of the first, 3 of the second; the k-th of the first is with part round(k
    // * 2 / 5).
    @Test
    void windows_pairOfLongTexts_goThroughBothAtTheSameTime() {
        assertThat(windows(7, "h g f e", Map.of()))
                .containsExactly(
                        "[CLS] a b [SEP] h g [SEP]",
                        "[CLS] b c [SEP] h g [SEP]",
                        "[CLS] c d [SEP] g f [SEP]",
                        "[CLS] d e [SEP] g f [SEP]",
                        "[CLS] e f [SEP] f e [SEP]",
                        "[CLS] f g [SEP] f e [SEP]");
    }

    @Test
    void windows_askedToCut_isTheBeginningAndCounted() {
        List<TextWindow> windows =
                task(Map.of("long_texts", "cut")).windows(row("a b c d e f g", null, "yes"), TOKENIZER, 6);
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).cut()).isEqualTo(3);
    }

    @Test
    void encoded_longText_learnsEachWindowAndAnswersByTheMeanOfTheirScores() {
        TextTask task = task(Map.of());
        List<LabeledText> rows = List.of(row("a", null, "no"), row("a b c d e f g", null, "yes"));
        EncodedRows<LabeledText, TextWindow, Prediction> encoded = new TaskRows<>(task, rows).encode(TOKENIZER, 6);
        assertThat(encoded.units()).isEqualTo(4);
        assertThat(task.windows(rows.get(1), TOKENIZER, 6))
                .extracting(TextWindow::target)
                .containsExactly(1.0, 1.0, 1.0);
        assertThat(encoded.cutSaid()).isNull();
        // The mean of the long text's scores is 0 and log 3: by hand 1 / 4 and 3 / 4.
        float three = (float) Math.log(3);
        AnsweredRows<LabeledText, TextWindow, Prediction> answered =
                encoded.answers(new float[] {2, 0, 1, 0, -1, three, 0, 2 * three});
        ClassPrediction answer = (ClassPrediction) answered.answers().get(1);
        assertThat(answer.label()).isEqualTo("yes");
        assertThat(answer.probability()).isCloseTo(0.75, within(1e-6));
    }

    private static LongTexts restored(Map<String, Object> extra) {
        TaskSettings settings =
                new TaskSettings("classification", "text", null, "label", true, List.of("a", "b"), 128, "cls", extra);
        return ((TextTask) TextClassification.KIND.restored(settings, "electra4j.json")).longTexts();
    }

    @Test
    void restored_modelDirectory_doesAsItWasTrained() {
        assertThat(restored(new LongTexts(true, 7).settings())).isEqualTo(new LongTexts(true, 7));
        assertThat(restored(LongTexts.CUT.settings())).isEqualTo(LongTexts.CUT);
        // A model of before there was a choice.
        assertThat(restored(Map.of())).isEqualTo(LongTexts.CUT);
        assertThatThrownBy(() -> restored(Map.of("long_texts", "drop", "stride", 0)))
                .hasMessageContaining("long_texts: \"drop\", expected one of");
    }

    @Test
    void learned_unknownOptionOrWord_isRefused() {
        assertThatThrownBy(() -> task(Map.of("long_text", "cut")))
                .hasMessageContaining("task option long_text: classification has long_texts, stride");
        assertThatThrownBy(() -> task(Map.of("long_texts", "drop")))
                .hasMessageContaining("task option long_texts: \"drop\", expected one of");
    }
}
