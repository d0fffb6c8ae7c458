package io.github.electra4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.data.WrongWordProbe.Item;
import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WrongWordProbeTest {
    private static WordNetTask task;
    private static WrongWordProbe probe;

    @BeforeAll
    static void build() throws IOException {
        task = WordNetTask.standard();
        probe = WrongWordProbe.standard(task);
    }

    @Test
    void standard_items_differFromATestGlossInOneWord() {
        Map<List<String>, Gloss> glosses = new HashMap<>();
        task.test().forEach(g -> glosses.put(WordFrequencies.words(g.text()), g));
        assertThat(probe.items()).hasSize(1_000);
        for (Item item : probe.items()) {
            List<String> original = new ArrayList<>(item.words());
            original.set(item.index(), item.original());
            assertThat(glosses).containsKey(original);
            assertThat(item.words().get(item.index())).isNotEqualTo(item.original());
            assertThat(item.candidates()).contains(item.index());
            assertThat(item.words()).hasSizeLessThanOrEqualTo(WrongWordProbe.MOST_WORDS);
        }
    }

    @Test
    void standard_exchangedWords_areOfTheSameDecile() {
        WordFrequencies frequencies = WordFrequencies.of(task.pretraining());
        assertThat(probe.items())
                .allSatisfy(item -> assertThat(frequencies.decile(item.words().get(item.index())))
                        .isEqualTo(frequencies.decile(item.original())));
        assertThat(probe.items().stream().map(i -> frequencies.decile(i.original())))
                .contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    // Were frequency a give-away, the probe would not measure what was learned.
    @Test
    void standard_pointingAtTheRarestWord_isNoBetterThanTwiceChance() {
        assertThat(probe.chance()).isBetween(0.05, 0.2);
        assertThat(probe.rarestWord()).isBetween(probe.chance() / 2, probe.chance() * 2);
    }

    @Test
    void standard_builtAgain_isTheSame() throws IOException {
        assertThat(WrongWordProbe.standard(WordNetTask.standard())).isEqualTo(probe);
    }

    @Test
    void words_punctuationAndCase_areSplitAndFolded() {
        assertThat(WordFrequencies.words("AD, A.D.: (usu.) don't re-do 3x"))
                .containsExactly(
                        "ad", ",", "a", ".", "d", ".", ":", "(", "usu", ".", ")", "don", "'", "t", "re", "-", "do",
                        "3x");
        assertThat(WordFrequencies.words("  ")).isEmpty();
    }

    // 100 running words: "of" 30, "a" 20, fifty words once. Deciles by hand: "of" covers 0 to 30 and starts at 0,
    // "a" starts at 30, the others start at 50, 51, ...
    @Test
    void deciles_ofASmallText_areCutByRunningText() {
        List<Gloss> glosses = new ArrayList<>();
        glosses.add(new Gloss(List.of("of ".repeat(30)), "a ".repeat(20), 3, "noun.Tops"));
        for (int i = 0; i < 50; i++) {
            String word = "w" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
            glosses.add(new Gloss(List.of(word), "", 3, "noun.Tops"));
        }
        WordFrequencies frequencies = WordFrequencies.of(glosses);
        assertThat(frequencies.count("of")).isEqualTo(30);
        assertThat(frequencies.decile("of")).isZero();
        assertThat(frequencies.decile("a")).isEqualTo(3);
        assertThat(frequencies.decile("waa")).isEqualTo(5);
        assertThat(frequencies.decile("waj")).isEqualTo(5);
        assertThat(frequencies.decile("wak")).isEqualTo(6);
        assertThat(frequencies.decile("wbx")).isEqualTo(9);
        assertThat(frequencies.decile("unheard")).isEqualTo(-1);
        CounterRandom random = CounterRandom.of(1, "test");
        assertThat(frequencies.exchange("of", random)).isNull();
        assertThat(frequencies.exchange("unheard", random)).isNull();
        HashSet<String> drawn = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            drawn.add(frequencies.exchange("waa", random));
        }
        assertThat(drawn).containsExactlyInAnyOrder("wab", "wac", "wad", "wae", "waf", "wag", "wah", "wai", "waj");
    }

    private static Item item(int index, Integer... frequencies) {
        return new Item(List.of("l", ":", "x", "y", "z"), index, "o", List.of(2, 3, 4), List.of(frequencies));
    }

    @Test
    void top1_scores_countsHitsAmongCandidatesAndSharesTies() {
        WrongWordProbe three =
                new WrongWordProbe(List.of(item(2, 9, 9, 1, 5, 5), item(3, 9, 9, 4, 4, 8), item(4, 0, 0, 1, 2, 3)));
        assertThat(three.chance()).isCloseTo(1.0 / 3, within(1e-12));
        // Rarest: a hit, one of two, a miss; lemma and mark do not count.
        assertThat(three.rarestWord()).isCloseTo(1.5 / 3, within(1e-12));
        assertThat(three.top1(List.of(
                        new double[] {9, 9, 0, 1, 2}, new double[] {9, 9, 0, 1, 0}, new double[] {9, 9, 1, 1, 1})))
                .isCloseTo((0 + 1 + 1.0 / 3) / 3, within(1e-12));
    }

    @Test
    void top1_wrongScores_areRefused() {
        WrongWordProbe one = new WrongWordProbe(List.of(item(2, 1, 1, 1, 1, 1)));
        assertThatThrownBy(() -> one.top1(List.of())).hasMessage("scores for 0 glosses, expected 1");
        assertThatThrownBy(() -> one.top1(List.of(new double[3]))).hasMessage("gloss 0: 3 scores for 5 words");
        assertThatThrownBy(() -> one.top1(List.of(new double[] {0, 0, 0, Double.NaN, 0})))
                .hasMessageContaining("gloss 0, word 3");
    }

    @Test
    void of_tooFewGlosses_saysHowMany() {
        WordNetTask small = new WordNetTask(
                task.pretraining(), List.of(), List.of(), task.test().subList(0, 3));
        assertThatThrownBy(() -> WrongWordProbe.of(small, 1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 10 glosses");
    }
}
