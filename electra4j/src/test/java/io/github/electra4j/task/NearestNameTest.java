package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    // Distances counted by hand.
    @Test
    void edits_ofWords_areCountedWithExchangesAsOne() {
        assertThat(NearestName.edits("vocab", "vocab")).isZero();
        assertThat(NearestName.edits("voacb", "vocab")).isEqualTo(1);
        assertThat(NearestName.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.edits("", "abc")).isEqualTo(3);
    }

    @Test
    void nearest_ofAMisspeltName_isTheKnownOne() {
        List<String> known = List.of("vocab", "tokenize", "examples");
        assertThat(NearestName.of("tokenise", known)).isEqualTo("tokenize");
        assertThat(NearestName.of("exmaple", known)).isEqualTo("examples");
        assertThat(NearestName.of("Label", List.of("text", "label"))).isEqualTo("label");
        assertThat(NearestName.of("sentence_1", List.of("sentence2", "sentence1")))
                .isEqualTo("sentence1");
    }

    @Test
    void nearest_ofAStrangeName_isNone() {
        assertThat(NearestName.of("xyzzy", List.of("vocab", "tokenize"))).isNull();
        assertThat(NearestName.of("gold", List.of("text", "label"))).isNull();
        assertThat(NearestName.of("a", List.of())).isNull();
    }
}
