package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePointsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ada",
                "ışık",
                "\uD83D\uDE00",
                "a\uD83D\uDE00b\uD83D\uDE00\uD83D\uDE00c",
                "e\u0301\uD835\uDC9C"
            })
    void places_areThoseThatStringCounts(String text) {
        CodePoints places = CodePoints.of(text);

        assertThat(places.count()).isEqualTo(text.codePointCount(0, text.length()));
        for (int i = 0; i <= places.count(); i++) {
            int unit = text.offsetByCodePoints(0, i);
            assertThat(places.unit(i)).isEqualTo(unit);
            assertThat(places.before(unit)).isEqualTo(i).isEqualTo(text.codePointCount(0, unit));
        }
    }

    /** String counts a unit in the middle of a pair as one code point more. */
    @Test
    void before_unitInsideAPair_countsAsStringDoes() {
        String text = "a\uD83D\uDE00b";

        assertThat(CodePoints.of(text).before(2)).isEqualTo(text.codePointCount(0, 2));
    }
}
