package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodedTextsTest {
    // [PAD] 3, so that padding is not confused with zero.
    private static final Vocabulary VOCABULARY =
            Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "a", "b", "c", "d", "e"));
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(VOCABULARY, TokenizerOptions.uncased());

    private static TextWindow encode(int maxLength, String text, @Nullable String pair) {
        return EncodedTexts.windows(LabeledText.of(text, pair), TOKENIZER, maxLength, 0, LongTexts.CUT)
                .get(0);
    }

    @Test
    void windows_singleText_standsBetweenClsAndSep() {
        TextWindow text = encode(8, "a B c", null);
        assertThat(text.ids()).containsExactly(1, 5, 6, 7, 2);
        assertThat(text.firstLength()).isEqualTo(5);
        assertThat(text.cut()).isZero();
        assertThat(encode(8, "", null).ids()).containsExactly(1, 2);
    }

    @Test
    void windows_pair_hasASepBehindEach() {
        TextWindow pair = encode(8, "a b", "c");
        assertThat(pair.ids()).containsExactly(1, 5, 6, 2, 7, 2);
        assertThat(pair.firstLength()).isEqualTo(4);
        assertThat(encode(8, "a", "").ids()).containsExactly(1, 5, 2, 2);
    }

    @Test
    void windows_textsToBeCut_loseTheirEndAndAreCounted() {
        TextWindow text = encode(5, "a b c d e", null);
        assertThat(text.ids()).containsExactly(1, 5, 6, 7, 2);
        assertThat(text.cut()).isEqualTo(2);
        assertThat(encode(6, "a b c d", "e").ids()).containsExactly(1, 5, 6, 2, 9, 2);
        assertThat(encode(6, "a b c", "d e").ids()).containsExactly(1, 5, 6, 2, 8, 2);
    }

    // The published truncation, as it is written: pop the longer, the second where they are equally long.
    @Test
    void keptOfFirst_allSmallSizes_equalsTheLoop() {
        for (int room = 2; room < 12; room++) {
            for (int first = 0; first < 15; first++) {
                for (int second = 0; second < 15; second++) {
                    int a = first;
                    int b = second;
                    while (a + b > room) {
                        if (a > b) {
                            a--;
                        } else {
                            b--;
                        }
                    }
                    assertThat(EncodedTexts.keptOfFirst(first, second, room))
                            .as("%d + %d in %d", first, second, room)
                            .isEqualTo(a);
                }
            }
        }
    }

    @Test
    void windows_noRoomForAPiece_isRefused() {
        assertThatThrownBy(() -> encode(2, "a", null))
                .hasMessage("max_length 2: expected at least 3: [CLS], a piece and [SEP]");
        assertThatThrownBy(() -> encode(4, "a", "b"))
                .hasMessage("max_length 4: expected at least 5: [CLS], a piece, [SEP], a piece and [SEP]");
    }

    @Test
    void batch_rows_arePaddedToTheLongestWithTheirNumbersAsKeys() {
        EncodedTexts texts =
                EncodedTexts.ofPieces(List.of(new int[] {5}, new int[] {5, 6, 7, 8}, new int[] {6, 7}), VOCABULARY);
        Batch batch = texts.batch(new int[] {2, 0});
        assertThat(batch.length()).isEqualTo(4);
        assertThat(batch.ids()).containsExactly(1, 6, 7, 2, 1, 5, 2, 3);
        assertThat(batch.lengths()).containsExactly(4, 3);
        assertThat(batch.firstLengths()).containsExactly(4, 3);
        assertThat(batch.keys()).containsExactly(2, 0);
    }
}
