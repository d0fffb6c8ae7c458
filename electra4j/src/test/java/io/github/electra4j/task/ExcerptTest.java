package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void shortTexts_areWhole() {
        assertThat(Excerpt.beginning("a text")).isEqualTo("a text");
        assertThat(Excerpt.end("a text")).isEqualTo("a text");
        assertThat(Excerpt.around("a text", 2, 6)).isEqualTo("a [text]");
    }

    @Test
    void longTexts_areShortenedWhereNothingIsLost() {
        String text = "x".repeat(1000) + "needle" + "y".repeat(1000);
        assertThat(Excerpt.around(text, 1000, 1006))
                .startsWith("\u2026x")
                .contains("x[needle]y")
                .endsWith("y\u2026")
                .hasSizeLessThan(320);
        assertThat(Excerpt.around(text, 0, text.length())).startsWith("[x").hasSizeLessThan(320);
        assertThat(Excerpt.end(text)).hasSize(301);
    }

    @Test
    void pairsOfSurrogates_areNotParted() {
        String faces = "\uD83D\uDE00".repeat(4);
        assertThat(Excerpt.beginning(faces, 3)).isEqualTo("\uD83D\uDE00\u2026");
        assertThat(Excerpt.beginning(faces, 4)).isEqualTo("\uD83D\uDE00\uD83D\uDE00\u2026");
    }
}
