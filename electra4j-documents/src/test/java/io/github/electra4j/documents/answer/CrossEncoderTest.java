package io.github.electra4j.documents.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.documents.passage.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probabilities of passages by hand. */
class CrossEncoderTest {
    private static FoundPassage found(String text, double score) {
        return new FoundPassage("f", null, new Passage(text, 0, 0, "", 0), score);
    }

    @Test
    void search_givesSharesOfASoftmax_andItsOrder() {
        List<List<FoundPassage>> found = List.of(List.of(found("a", Math.log(6)), found("b", Math.log(2))), List.of());

        List<double[]> shares = PassageRanker.BY_WORDS.probabilities(List.of("?", "?"), found);

        assertThat(shares.get(0)).containsExactly(new double[] {0.75, 0.25}, within(1e-12));
        assertThat(shares.get(1)).isEmpty();
        assertThat(PassageRanker.BY_WORDS.rank(List.of("?", "?"), found).get(0))
                .extracting(ranked -> ranked.found().passage().text())
                .containsExactly("a", "b");
    }

    @Test
    void modelBesideTheSearch_isTheirProductThatSumsToOne() {
        List<double[]> said = List.of(new double[] {0.1, 0.9}, new double[] {0, 0});
        List<double[]> searched = List.of(new double[] {0.75, 0.25}, new double[] {0.5, 0.5});

        // 0.1 * 0.75 = 0.075 beside 0.9 * 0.25 = 0.225; with the root of the shares 0.0866 beside 0.45.
        assertThat(CrossEncoder.joined(said, searched, 1).get(0))
                .containsExactly(new double[] {0.25, 0.75}, within(1e-12));
        assertThat(CrossEncoder.joined(said, searched, 0.5).get(0)[0])
                .isCloseTo(0.1 * Math.sqrt(0.75) / (0.1 * Math.sqrt(0.75) + 0.45), within(1e-12));
        assertThat(CrossEncoder.joined(said, searched, 1).get(1)).containsExactly(0, 0);
    }
}
