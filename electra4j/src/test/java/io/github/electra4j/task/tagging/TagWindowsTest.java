package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagWindowsTest {
    // Ids: a 5, b 6, ##b 7, c 8, ##c 9.
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(
            Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##b", "c", "##c")),
            TokenizerOptions.uncased());

    private static List<TagWindow> windows(int maxLength, int stride, String... words) {
        int[] targets = new int[words.length];
        Arrays.setAll(targets, w -> w);
        return TagWindows.of(TaggedText.of(List.of(words)), targets, TOKENIZER, maxLength, stride);
    }

    @Test
    void windows_ofAShortSentence_areOneThatReadsFirstPieces() {
        List<TagWindow> windows = windows(12, 0, "a", "bbb", "\u00ad", "c");
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).ids()).containsExactly(2, 5, 6, 7, 7, 1, 8, 3);
        assertThat(windows.get(0).positions()).containsExactly(1, 2, 5, 6);
        assertThat(windows.get(0).targets()).containsExactly(0, 1, 2, 3);
        assertThat(windows.get(0).terms()).isEqualTo(4);
    }

    // Windows of 4 pieces, each 2 behind the one before: abab, abab, aba. The words' contexts in the first are 0 1 1 0,
    // in the second, from word 2 on, 0 1 1 0,
    // in the third, from word 4 on, 0 1 0; of equal ones the first window has the word.
    @Test
    void windows_ofALongSentence_readEachWordWhereItHasMostContext() {
        List<TagWindow> windows = windows(6, 2, "a", "b", "a", "b", "a", "b", "a");
        assertThat(windows).extracting(TagWindow::words).containsExactly(3, 2, 2);
        assertThat(windows.get(0).targets()).containsExactly(0, 1, 2);
        assertThat(windows.get(1).targets()).containsExactly(3, 4);
        assertThat(windows.get(1).positions()).containsExactly(2, 3);
        assertThat(windows.get(2).targets()).containsExactly(5, 6);
    }

    @Test
    void windows_ofRandomWords_readEveryWordOnceInOrderAndWhole() {
        for (int i = 0; i < 200; i++) {
            CounterRandom random = CounterRandom.of(4, "words", i, 0);
            List<String> words = new ArrayList<>();
            for (int w = random.nextInt(40); w >= 0; w--) {
                words.add("b".repeat(1 + random.nextInt(4)));
            }
            int maxLength = 6 + random.nextInt(9);
            List<TagWindow> windows = windows(maxLength, random.nextInt(8), words.toArray(String[]::new));
            int word = 0;
            for (TagWindow window : windows) {
                assertThat(window.ids().length).isLessThanOrEqualTo(maxLength);
                for (int w = 0; w < window.words(); w++, word++) {
                    assertThat(window.targets()[w]).isEqualTo(word);
                    int at = window.positions()[w];
                    int last = at + words.get(word).length();
                    assertThat(window.ids()[at]).isEqualTo(6);
                    assertThat(Arrays.stream(window.ids(), at + 1, last)).allMatch(id -> id == 7);
                    assertThat(window.ids()[last]).isNotEqualTo(7);
                }
            }
            assertThat(word).isEqualTo(words.size());
        }
    }

    @Test
    void windows_ofAWordLongerThanAWindow_keepItsBeginningAndCountTheRest() {
        List<TagWindow> windows = windows(6, 0, "a", "bbbbbbb", "a");
        assertThat(windows).extracting(TagWindow::words).containsExactly(1, 1, 1);
        assertThat(windows.get(1).ids()).containsExactly(2, 6, 7, 7, 7, 3);
        assertThat(windows).extracting(TagWindow::cut).containsExactly(3, 0, 0);
    }

    @Test
    void windows_ofNoWords_areOneThatMeansNothing() {
        List<TagWindow> windows = TagWindows.of(TaggedText.of("  "), new int[0], TOKENIZER, 6, 0);
        assertThat(windows).hasSize(1);
        assertThat(windows.get(0).words()).isZero();
        assertThat(windows.get(0).ids()).containsExactly(2, 3);
    }

    @Test
    void windows_ofAMegabyte_areMadeInTimeThatGrowsWithTheText() {
        List<TagWindow> windows = TagWindows.of(TaggedText.of("ab ".repeat(350_000)), new int[0], TOKENIZER, 128, 0);
        assertThat(windows.stream().mapToInt(TagWindow::words).sum()).isEqualTo(350_000);
    }
}
