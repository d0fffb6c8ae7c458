package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordSplitterTest {
    private static List<String> words(String text) {
        return WordSplitter.words(text).stream()
                .map(word -> text.substring(word.start(), word.end()))
                .toList();
    }

    @Test
    void words_areRunsOfLettersAndDigitsAndEveryOtherVisibleCharacter() {
        assertThat(words("Paris, 30km (of)")).containsExactly("Paris", ",", "30km", "(", "of", ")");
        assertThat(words("\u6771\u4EACto")).containsExactly("\u6771", "\u4EAC", "to");
    }

    @Test
    void words_goOnWithMarksSoftHyphensAndJoiners() {
        assertThat(words("Cafe\u0301 ex\u00ADample \u0915\u094D\u200D\u0937 1\uFE0F\u20E3"))
                .containsExactly("Cafe\u0301", "ex\u00ADample", "\u0915\u094D\u200D\u0937", "1\uFE0F\u20E3");
    }

    // A variation selector behind a heart, joiners of a family, a mark of direction, a zero-width space, a byte-order
    // mark.
    @Test
    void marksAndInvisibleCharacters_beginNoWord() {
        assertThat(words("\u2764\uFE0FRome \u2764\uFE0F x")).containsExactly("\u2764", "Rome", "\u2764", "x");
        assertThat(words("\uD83D\uDC68\u200D\uD83D\uDC67!")).containsExactly("\uD83D\uDC68", "\uD83D\uDC67", "!");
        assertThat(words("\u200FRome \u200B \uFEFF")).containsExactly("Rome");
    }
}
