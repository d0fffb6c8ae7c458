package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c"));

    private static TaskRows<LabeledText, TextWindow, TextTask.Prediction> rows(String... labels) {
        List<LabeledText> rows = new ArrayList<>();
        for (String label : labels) {
            rows.add(new LabeledText("", "x", null, label, Path.of("train.tsv"), rows.size() + 2));
        }
        return new TaskRows<>(new TextClassification(LABELS), rows);
    }

    /** 4 rows, 2 classes that there are: 4 / (2 * 3) and 4 / (2 * 1). */
    @Test
    void balanced_countsAClassTheMoreTheRarerItIs() {
        assertThat(ClassWeights.of("balanced").of(rows("a", "a", "c", "a"))).containsExactly(2 / 3.0, 1.0, 2.0);
    }

    @Test
    void named_othersCountOne() {
        assertThat(ClassWeights.of("c=5,a=0.5").of(rows("a", "b"))).containsExactly(0.5, 1.0, 5.0);
        assertThat(ClassWeights.of("Cause-Effect(e1,e2)=2,Other=1e-1"))
                .isEqualTo(new ClassWeights(false, Map.of("Cause-Effect(e1,e2)", 2.0, "Other", 0.1)));
        assertThat(ClassWeights.of("x=1=3").named()).containsExactly(Map.entry("x=1", 3.0));
        ClassWeights weights = ClassWeights.of("c=5,a=0.5");
        assertThat(ClassWeights.of(weights.text())).isEqualTo(weights);
    }

    /** Numbers of {@code src/test/python/class_weights.py}. */
    @Test
    void meanLossAndItsGradient_areThoseOfTorch() {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(
                Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "x")), TokenizerOptions.uncased());
        EncodedRows<?, ?, ?> encoded =
                rows("a", "a", "c", "a").weighted(ClassWeights.of("balanced")).encode(tokenizer, 8);
        float[] scores = {1, -0.5f, 0.25f, 0, 2, -1, 0.5f, 0.5f, 1.5f, -1, 0, 1};
        int[] units = {0, 1, 2, 3};

        assertThat(encoded.terms(units)).isCloseTo(4, within(1e-12));
        TaskLoss loss = encoded.loss(units, scores);
        assertThat(loss.sum() / encoded.terms(units)).isCloseTo(1.126626978275355, within(1e-12));
        double[] expected = {
            -0.06836705605719791,
            0.021933607857819056,
            0.04643344819937884,
            -0.14763413343590093,
            0.14063245574688993,
            0.007001677689011009,
            0.10597077880854275,
            0.10597077880854275,
            -0.2119415576170855,
            -0.15166157113826995,
            0.04078807850913294,
            0.11087349262913698
        };
        float[] gradient = loss.gradient(1 / encoded.terms(units));
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[i]).isCloseTo(expected[i], within(1e-7));
        }
    }

    @Test
    void whatIsNoWeight_isRefused() {
        assertThatThrownBy(() -> ClassWeights.of("rare"))
                .hasMessage("\"rare\": expected balanced, or NAME=WEIGHT for one label or several, separated by"
                        + " commas");
        assertThatThrownBy(() -> ClassWeights.of("a=0")).hasMessageContaining("weight of \"a\": 0, expected");
        assertThatThrownBy(() -> ClassWeights.of("a=-1")).hasMessageContaining("weight of \"a\": -1, expected");
        assertThatThrownBy(() -> ClassWeights.of("a=1,b=much")).hasMessageContaining("expected balanced, or NAME");
        assertThatThrownBy(() -> ClassWeights.of("A=2").of(rows("a", "b")))
                .hasMessage("unknown label \"A\"; there are a, b, c; did you mean \"a\"?");
        TextRegression values = new TextRegression(new LabelRange(0, 1));
        assertThatThrownBy(() -> ClassWeights.of("balanced")
                        .of(new TaskRows<>(values, rows("0", "1").rows())))
                .hasMessage("regression has no classes that could count more or less");
    }
}
