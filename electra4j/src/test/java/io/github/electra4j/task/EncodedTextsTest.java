package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedTextsTest {
    // [PAD] 3, so that padding is not confused with zero.
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(
            Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "a", "b", "c", "d", "e")),
            TokenizerOptions.uncased());

    private static EncodedTexts encode(int maxLength, LabeledText... texts) {
        return EncodedTexts.of(List.of(texts), TOKENIZER, maxLength);
    }

    private static int[] ids(EncodedTexts texts, int row) {
        int[] ids = new int[texts.length(row)];
        texts.copy(row, ids, 0);
        return ids;
    }

    @Test
    void of_singleText_standsBetweenClsAndSep() {
        EncodedTexts texts = encode(8, LabeledText.of("a B c", null), LabeledText.of("", null));
        assertThat(ids(texts, 0)).containsExactly(1, 5, 6, 7, 2);
        assertThat(texts.firstLength(0)).isEqualTo(5);
        assertThat(ids(texts, 1)).containsExactly(1, 2);
        assertThat(texts.cutTexts()).isZero();
        assertThat(texts.cutSaid()).isNull();
    }

    @Test
    void of_pair_hasASepBehindEach() {
        EncodedTexts texts = encode(8, LabeledText.of("a b", "c"), LabeledText.of("a", ""));
        assertThat(ids(texts, 0)).containsExactly(1, 5, 6, 2, 7, 2);
        assertThat(texts.firstLength(0)).isEqualTo(4);
        assertThat(ids(texts, 1)).containsExactly(1, 5, 2, 2);
    }

    @Test
    void of_textsTooLong_areCutAndCounted() {
        EncodedTexts texts = encode(5, LabeledText.of("a b c d e", null), LabeledText.of("a", null));
        assertThat(ids(texts, 0)).containsExactly(1, 5, 6, 7, 2);
        assertThat(texts.cutTexts()).isEqualTo(1);
        assertThat(texts.cutSaid())
                .isEqualTo("1 of 2 texts are longer than 5 tokens and were cut: 33.3 % of all pieces are lost");
        EncodedTexts pair = encode(6, LabeledText.of("a b c d", "e"), LabeledText.of("a b c", "d e"));
        assertThat(ids(pair, 0)).containsExactly(1, 5, 6, 2, 9, 2);
        assertThat(ids(pair, 1)).containsExactly(1, 5, 6, 2, 8, 2);
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
    void of_noRoomForAPiece_isRefused() {
        assertThatThrownBy(() -> encode(2, LabeledText.of("a", null)))
                .hasMessage("maximal length: 2, expected at least 3");
        assertThatThrownBy(() -> encode(4, LabeledText.of("a", "b")))
                .hasMessage("maximal length: 4, expected at least 5 for pairs");
    }

    @Test
    void batch_rows_arePaddedToTheLongestWithKeysOfTheEpoch() {
        EncodedTexts texts =
                encode(8, LabeledText.of("a", null), LabeledText.of("a b c d", null), LabeledText.of("b c", null));
        Batch batch = texts.batch(new int[] {2, 0}, 4);
        assertThat(batch.length()).isEqualTo(4);
        assertThat(batch.ids()).containsExactly(1, 6, 7, 2, 1, 5, 2, 3);
        assertThat(batch.lengths()).containsExactly(4, 3);
        assertThat(batch.firstLengths()).containsExactly(4, 3);
        assertThat(batch.keys()).containsExactly(14, 12);
    }
}
