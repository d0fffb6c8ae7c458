package io.github.electra4j.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.DetectedToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSuspicionTest {
    @Test
    void words_ofSeveralPieces_areAsSuspiciousAsTheirMostSuspicious() {
        // "a kitten ," is a 0-1, kitten 2-8 in two pieces, the comma 9-10.
        double[] words = WordSuspicion.words(
                List.of("a", "kitten", ","),
                List.of(
                        new DetectedToken("a", 0, 1, 0.1),
                        new DetectedToken("kit", 2, 5, 0.7),
                        new DetectedToken("##ten", 5, 8, 0.2),
                        new DetectedToken(",", 9, 10, 0.3)));
        assertThat(words).containsExactly(0.1, 0.7, 0.3);
    }

    @Test
    void words_withoutPieces_areNotSuspicious() {
        assertThat(WordSuspicion.words(List.of("a", "x", "b"), List.of(new DetectedToken("b", 4, 5, 0.9))))
                .containsExactly(0, 0, 0.9);
    }
}
