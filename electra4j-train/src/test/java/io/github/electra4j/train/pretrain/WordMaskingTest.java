package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Positions chosen by whole words and by runs of them. */
class WordMaskingTest {
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int MASK = 4;
    /** From this id on a piece goes on with the word before it. */
    private static final int CONTINUES = 55;

    private static final int LENGTH = 102;
    private static final Vocabulary VOCABULARY = vocabulary();

    private static Vocabulary vocabulary() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < 105) {
            tokens.add((tokens.size() < CONTINUES ? "w" : "##w") + tokens.size());
        }
        return Vocabulary.of(tokens);
    }

    /** Full examples of one segment, in which a third of the pieces goes on with a word. */
    private static Batch batch(int rows) {
        int[] ids = new int[rows * LENGTH];
        int[] lengths = new int[rows];
        long[] keys = new long[rows];
        for (int row = 0; row < rows; row++) {
            CounterRandom random = CounterRandom.of(7, "word masking test", row, 0);
            ids[row * LENGTH] = CLS;
            for (int i = 1; i < LENGTH - 1; i++) {
                boolean goesOn = i > 1 && random.nextInt(3) == 0;
                ids[row * LENGTH + i] = goesOn ? CONTINUES + random.nextInt(50) : 5 + random.nextInt(50);
            }
            ids[row * LENGTH + LENGTH - 1] = SEP;
            lengths[row] = LENGTH;
            keys[row] = row;
        }
        return new Batch(ids, lengths, lengths, keys, rows, LENGTH);
    }

    private static Masking masking(MaskUnits units) {
        return new Masking(Configs.tiny("maskUnits", units, "length", LENGTH, "maxPositions", 128), VOCABULARY, 1);
    }

    private static boolean[] chosen(Masked masked) {
        boolean[] chosen = new boolean[masked.ids().length];
        for (int position : masked.positions()) {
            chosen[position] = true;
        }
        return chosen;
    }

    @ParameterizedTest
    @EnumSource(names = {"WORDS", "SPANS"})
    void mask_byWords_choosesAllOrNothingOfAWordAndNeverMoreThanItsShare(MaskUnits units) {
        Batch batch = batch(300);

        Masked masked = masking(units).mask(batch);

        boolean[] chosen = chosen(masked);
        int most = masking(units).count(LENGTH, 0.15);
        for (int row = 0; row < batch.size(); row++) {
            int count = masked.rowStarts()[row + 1] - masked.rowStarts()[row];
            assertThat(count).isBetween(most - 2, most);
            for (int i = row * LENGTH + 1; i < (row + 1) * LENGTH - 1; i++) {
                if (batch.ids()[i] >= CONTINUES) {
                    assertThat(chosen[i]).isEqualTo(chosen[i - 1]);
                }
            }
            assertThat(chosen[row * LENGTH] || chosen[(row + 1) * LENGTH - 1]).isFalse();
        }
        assertThat(masked.positions()).isSorted();
    }

    /** Every word is as likely as any other of its length: words of one piece in the front and in the back. Bounds: five standard errors. */
    @Test
    void mask_byWords_choosesEveryPlaceAlike() {
        Batch batch = batch(4000);
        boolean[] chosen = chosen(masking(MaskUnits.WORDS).mask(batch));

        int[] words = new int[2];
        int[] hits = new int[2];
        for (int i = 1; i < chosen.length - 1; i++) {
            boolean oneP = batch.ids()[i] >= 5 && batch.ids()[i] < CONTINUES && batch.ids()[i + 1] < CONTINUES;
            if (oneP) {
                int half = i % LENGTH < LENGTH / 2 ? 0 : 1;
                words[half]++;
                hits[half] += chosen[i] ? 1 : 0;
            }
        }
        double front = (double) hits[0] / words[0];
        double back = (double) hits[1] / words[1];
        assertThat(front).isCloseTo(back, within(5 * Math.sqrt(2 * 0.15 * 0.85 / words[0])));
    }

    /**
     * Lengths of runs, drawn by themselves in long examples, against the geometric distribution with p = 0.2 cut at 10: chi-squared of ten
     * classes, whose 0.999 quantile at nine degrees of freedom is 27.88. Examples where a few words are wanted of thousands, so that runs
     * neither meet nor are cut.
     */
    @Test
    void choose_bySpans_drawsLengthsFromTheClippedGeometricDistribution() {
        WordChoice choice = new WordChoice(VOCABULARY, true);
        int[] ids = new int[20_000];
        Arrays.fill(ids, 10);
        int[] candidates = new int[ids.length];
        Arrays.setAll(candidates, i -> i);
        int[] counts = new int[11];
        int all = 0;
        for (int n = 0; n < 400; n++) {
            List<WordChoice.Chosen> chosen = choice.choose(ids, candidates, 100, CounterRandom.of(n, "span test"));
            int last = chosen.stream().mapToInt(WordChoice.Chosen::run).max().orElseThrow();
            int[] lengths = new int[last + 1];
            chosen.forEach(each -> lengths[each.run()]++);
            // The last run is cut where enough are chosen.
            for (int run = 1; run < last; run++) {
                counts[lengths[run]]++;
                all++;
            }
        }
        double chiSquared = 0;
        for (int k = 1; k <= 10; k++) {
            double expected = all * 0.2 * Math.pow(0.8, k - 1) / (1 - Math.pow(0.8, 10));
            chiSquared += Math.pow(counts[k] - expected, 2) / expected;
        }
        assertThat(chiSquared).isLessThan(27.88);
    }

    /**
     * The first run of an example begins at any of its words alike: chi-squared of twenty classes, whose 0.999 quantile at nineteen degrees
     * of freedom is 43.82. A later run may begin in what an earlier one has taken.
     */
    @Test
    void choose_bySpans_beginsAtEveryWordAlike() {
        WordChoice choice = new WordChoice(VOCABULARY, true);
        int[] ids = new int[20];
        Arrays.fill(ids, 10);
        int[] candidates = IntStream.range(0, 20).toArray();
        int[] starts = new int[20];
        for (int n = 0; n < 20_000; n++) {
            starts[
                    choice.choose(ids, candidates, 3, CounterRandom.of(n, "span starts")).stream()
                            .filter(each -> each.run() == 1)
                            .mapToInt(WordChoice.Chosen::position)
                            .min()
                            .orElseThrow()]++;
        }

        double chiSquared = 0;
        for (int count : starts) {
            chiSquared += (count - 1000.0) * (count - 1000.0) / 1000;
        }
        assertThat(chiSquared).isLessThan(43.82);
    }

    /** What becomes of a run becomes of all of it, and of one piece in 0.85 it becomes [MASK], five standard errors of the runs. */
    @Test
    void mask_bySpans_givesARunOneFate() {
        Batch batch = batch(2000);

        Masked masked = masking(MaskUnits.SPANS).mask(batch);

        int runs = 0;
        int mixed = 0;
        int under = 0;
        for (int i = 1; i < masked.positions().length; i++) {
            int position = masked.positions()[i];
            under += masked.ids()[position] == MASK ? 1 : 0;
            boolean sameWord = position == masked.positions()[i - 1] + 1 && batch.ids()[position] >= CONTINUES;
            if (sameWord) {
                runs++;
                mixed += (masked.ids()[position] == MASK) != (masked.ids()[position - 1] == MASK) ? 1 : 0;
            }
        }
        assertThat(runs).isGreaterThan(1000);
        assertThat(mixed).isZero();
        double n = masked.positions().length / 8.0;
        assertThat(under / (double) masked.positions().length).isCloseTo(0.85, within(5 * Math.sqrt(0.1275 / n)));
    }

    @Test
    void mask_ofAWordLongerThanItsShare_choosesItsFirstPieces() {
        int[] ids = new int[22];
        Arrays.fill(ids, CONTINUES + 1);
        ids[0] = CLS;
        ids[1] = 6;
        ids[21] = SEP;
        Batch batch = new Batch(ids, new int[] {22}, new int[] {22}, new long[] {1}, 1, 22);

        assertThat(masking(MaskUnits.WORDS).mask(batch).positions()).containsExactly(1, 2, 3);
    }

    @Test
    void configuration_ofWordsWithReplacement_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.tiny("maskUnits", MaskUnits.WORDS, "maskWithReplacement", true))
                .withMessageContaining("mask_units: words and spans are drawn without replacement");
    }
}
