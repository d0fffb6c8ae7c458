package io.github.electra4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordNetTaskTest {
    private static WordNetTask task;

    @BeforeAll
    static void split() throws IOException {
        task = WordNetTask.standard();
    }

    private static Set<String> texts(List<Gloss> glosses) {
        return glosses.stream().map(g -> g.gloss().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    @Test
    void standard_parts_haveTheirSizes() {
        assertThat(task.test()).hasSize(3_000);
        assertThat(task.dev()).hasSize(2_000);
        assertThat(task.train()).hasSize(1_000);
        assertThat(task.pretraining()).hasSize(117_791 - 5_000);
    }

    @Test
    void standard_heldOutGlosses_areInNoPretrainingText() {
        Set<String> pretraining = texts(task.pretraining());
        // AssertJ compares every element with every other, which takes half a minute here.
        assertThat(Collections.disjoint(pretraining, texts(task.test()))).isTrue();
        assertThat(Collections.disjoint(pretraining, texts(task.dev()))).isTrue();
        assertThat(Collections.disjoint(texts(task.test()), texts(task.dev()))).isTrue();
        assertThat(new HashSet<>(task.pretraining()).containsAll(task.train())).isTrue();
    }

    @Test
    void standard_majority_isAboutTwelvePercent() {
        assertThat(task.majorityAccuracy()).isCloseTo(0.123, within(0.02));
    }

    @Test
    void standard_drawnAgain_isTheSame() throws IOException {
        assertThat(WordNetTask.standard()).isEqualTo(task);
    }

    @Test
    void split_anotherSeed_isAnotherDraw() throws IOException {
        WordNetTask other = WordNetTask.split(WordNet.glosses(), 32, 1_000, 2_000, 3_000);
        Set<Gloss> shared = new HashSet<>(other.test());
        shared.retainAll(task.test());
        // Two independent draws share 3,000 * 3,000 / 117,791 = 76 glosses, give or take 9.
        assertThat(shared.size()).isBetween(30, 130);
    }

    @Test
    void split_sameTextTwice_staysTogether() {
        List<Gloss> glosses = IntStream.range(0, 40)
                .mapToObj(i -> new Gloss(List.of("w" + i), (i % 2 == 0 ? "Text " : "text ") + i / 2, 3, "noun.Tops"))
                .toList();
        WordNetTask small = WordNetTask.split(glosses, 1, 10, 10, 11);
        // Pairs cannot fill an odd part, so it stays one short.
        assertThat(small.test()).hasSize(10);
        assertThat(texts(small.test())).hasSize(5);
        assertThat(small.dev()).hasSize(10);
        assertThat(texts(small.pretraining())).hasSize(10).doesNotContainAnyElementsOf(texts(small.test()));
    }

    @Test
    void split_moreThanThereIs_saysBothNumbers() {
        assertThatThrownBy(() -> WordNetTask.split(List.of(), 1, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1, 2 and 3")
                .hasMessageContaining("there are 0");
    }

    @Test
    void pretrainingText_written_isOneGlossALineWithBlankLinesBetween() throws IOException {
        StringWriter out = new StringWriter();
        new WordNetTask(
                        List.of(
                                new Gloss(List.of("a", "b c"), "one", 3, "noun.Tops"),
                                new Gloss(List.of("d"), "two", 3, "noun.Tops")),
                        List.of(),
                        List.of(),
                        List.of())
                .pretrainingText(out);
        assertThat(out).hasToString("a, b c: one\n\nd: two\n");
    }
}
