package io.github.electra4j.cli;

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
        assertThat(NearestName.among(known, "tokenise")).isEqualTo("tokenize");
        assertThat(NearestName.among(known, "example")).isEqualTo("examples");
    }

    @Test
    void nearest_ofAStrangeName_isNone() {
        assertThat(NearestName.among(List.of("vocab", "tokenize"), "xyzzy")).isNull();
    }
}
