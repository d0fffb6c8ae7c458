package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    private static final int PAD = 0;
    private static final int UNK = 1;
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int MASK = 4;
    private static final int LENGTH = 40;
    private static final Vocabulary VOCABULARY = Configs.vocabulary(97);

    /** max(1, min(int((p + 0.005) L), round(p n))) by hand; 0.15 x 30 = 4.5 goes to the even 4, as in the authors' code. */
    @ParameterizedTest
    @CsvSource({
        "0.15, 128, 128, 19", "0.15, 128, 100, 15", "0.15, 128, 3, 1", "0.15, 128, 10, 2", "0.15, 128, 30, 4",
        "0.15, 128, 50, 8", "0.15, 512, 512, 77", "0.25, 512, 512, 128", "0.15, 64, 64, 9", "0.5, 16, 16, 8"
    })
    void count_byHand(double share, int length, int tokens, int expected) {
        PretrainingConfig config = Configs.tiny("maskShare", share, "length", length, "maxPositions", 512);

        assertThat(new Masking(config, VOCABULARY, 1).count(tokens, share)).isEqualTo(expected);
    }

    @Test
    void mask_manyExamples_choosesDistinctCandidatesAndKeepsAllElse() {
        Batch batch = batch(500, 0);

        Masked masked = masking(1).mask(batch);

        assertThat(masked.rowStarts()).startsWith(0).endsWith(masked.positions().length);
        boolean unknownChosen = false;
        for (int row = 0; row < batch.size(); row++) {
            int from = masked.rowStarts()[row];
            int to = masked.rowStarts()[row + 1];
            assertThat(to - from).isEqualTo(masking(1).count(batch.lengths()[row], 0.15));
            for (int i = from; i < to; i++) {
                int position = masked.positions()[i];
                assertThat(position / LENGTH).isEqualTo(row);
                assertThat(i == from || masked.positions()[i - 1] < position).isTrue();
                assertThat(masked.originals()[i])
                        .isEqualTo(batch.ids()[position])
                        .isNotIn(PAD, CLS, SEP, MASK);
                unknownChosen |= masked.originals()[i] == UNK;
            }
        }
        assertThat(unknownChosen).as("[UNK] is a candidate").isTrue();
        int[] ids = masked.ids().clone();
        for (int i = 0; i < masked.positions().length; i++) {
            assertThat(ids[masked.positions()[i]]).isIn(MASK, masked.originals()[i]);
            ids[masked.positions()[i]] = masked.originals()[i];
        }
        assertThat(ids).isEqualTo(batch.ids());
    }

    /** Bound: five standard errors, sqrt(0.85 x 0.15 / n). */
    @Test
    void mask_manyExamples_puts85OfAHundredUnderMask() {
        Masked masked = masking(1).mask(batch(2000, 0));

        int under = 0;
        for (int position : masked.positions()) {
            under += masked.ids()[position] == MASK ? 1 : 0;
        }
        int n = masked.positions().length;
        assertThat((double) under / n).isCloseTo(0.85, within(5 * Math.sqrt(0.1275 / n)));
    }

    /** BERT's shares (Devlin et al., 2019, section 3.1): 80 % masked, 10 % another piece, 10 % as they are. Bounds: five standard errors. */
    @Test
    void mask_withRandomShare_putsOrdinaryPiecesAtATenth() {
        PretrainingConfig bert = Configs.tiny("length", LENGTH, "maskTokenShare", 0.8, "randomTokenShare", 0.1);

        Masked masked = new Masking(bert, VOCABULARY, 1).mask(batch(4000, 0));

        int under = 0;
        int other = 0;
        for (int i = 0; i < masked.positions().length; i++) {
            int id = masked.ids()[masked.positions()[i]];
            under += id == MASK ? 1 : 0;
            other += id != MASK && id != masked.originals()[i] ? 1 : 0;
            assertThat(id).isNotIn(PAD, CLS, SEP);
        }
        double n = masked.positions().length;
        assertThat(under / n).isCloseTo(0.8, within(5 * Math.sqrt(0.16 / n)));
        // One of 93 random pieces is the original one.
        assertThat(other / n).isCloseTo(0.1 * 92 / 93, within(5 * Math.sqrt(0.09 / n)));
    }

    /** Each of the 93 ordinary pieces as often as any other: by chi-squared, within four of its standard deviations. */
    @Test
    void mask_ofRandomPiecesAlone_drawsThemEvenly() {
        PretrainingConfig random = Configs.tiny("length", LENGTH, "maskTokenShare", 0.0, "randomTokenShare", 1.0);

        Masked masked = new Masking(random, VOCABULARY, 1).mask(batch(4000, 0));

        int[] counts = new int[VOCABULARY.size()];
        for (int position : masked.positions()) {
            counts[masked.ids()[position]]++;
        }
        assertThat(counts[PAD] + counts[CLS] + counts[SEP] + counts[MASK]).isZero();
        double expected = masked.positions().length / 93.0;
        double chi = -4 * expected;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        assertThat(chi).isLessThan(92 + 4 * Math.sqrt(2.0 * 92));
    }

    /** Masked LM without BERT's tenths. */
    @Test
    void mask_ofAWholeMaskShare_putsMaskAtEveryChosenPosition() {
        Masked masked =
                new Masking(Configs.tiny("length", LENGTH, "maskTokenShare", 1.0), VOCABULARY, 1).mask(batch(500, 0));

        for (int position : masked.positions()) {
            assertThat(masked.ids()[position]).isEqualTo(MASK);
        }
    }

    /**
     * 4 of 20 candidates: each chosen in a fifth of the examples, each pair in 12/380; by words of one piece too, and at the last step of a
     * share that has fallen.
     */
    @ParameterizedTest
    @CsvSource({"PIECES, 0.18, ", "WORDS, 0.18, ", "PIECES, 0.5, 0.18"})
    void mask_manyExamples_choosesPositionsAndPairsUniformly(
            MaskUnits units, double share, @Nullable Double finalShare) {
        int examples = 20_000;
        int[] single = new int[20];
        int[] pairs = new int[400];
        PretrainingConfig config = Configs.tiny(
                "maskUnits", units, "maskShare", share, "finalMaskShare", finalShare, "length", LENGTH, "steps", 9L);
        Masking masking = new Masking(config, VOCABULARY, 3);
        for (int e = 0; e < examples; e++) {
            Masked masked = masking.mask(twentyAlike(e), config.maskShareAt(9));
            assertThat(masked.positions()).hasSize(4);
            for (int a : masked.positions()) {
                single[a - 1]++;
                for (int b : masked.positions()) {
                    if (a < b) {
                        pairs[(a - 1) * 20 + b - 1]++;
                    }
                }
            }
        }

        double chi = 0;
        for (int count : single) {
            double expected = examples / 5.0;
            chi += (count - expected) * (count - expected) / expected;
        }
        // Without replacement the counts vary less, by the factor 0.8 of 1 - 4/20, and 19 of them are free.
        assertThat(chi / 0.8 / 19).isCloseTo(1, within(4 * Math.sqrt(2.0 / 19)));
        double pairChi = 0;
        int free = 0;
        for (int a = 0; a < 20; a++) {
            for (int b = a + 1; b < 20; b++) {
                double expected = examples * 12 / 380.0;
                double off = pairs[a * 20 + b] - expected;
                pairChi += off * off / expected;
                free++;
            }
        }
        assertThat(pairChi / free).isCloseTo(1, within(4 * Math.sqrt(2.0 / free) + 0.05));
    }

    @Test
    void mask_ofAnExample_dependsOnItsKeyAndTheSeedAlone() {
        Batch batch = batch(8, 0);
        Masked whole = masking(1).mask(batch);

        for (int from = 0; from < 8; from += 3) {
            int to = Math.min(8, from + 3);
            Masked alone = masking(1).mask(batch.slice(from, to));
            Masked sliced = whole.slice(from, to);
            assertThat(sliced.ids()).isEqualTo(alone.ids());
            assertThat(sliced.positions()).isEqualTo(alone.positions());
            assertThat(sliced.originals()).isEqualTo(alone.originals());
            assertThat(sliced.keys()).isEqualTo(alone.keys());
            assertThat(sliced.rowStarts()).isEqualTo(alone.rowStarts());
        }
        Batch otherKeys = new Batch(
                batch.ids(),
                batch.lengths(),
                batch.firstLengths(),
                new long[] {9, 10, 11, 12, 13, 14, 15, 16},
                8,
                LENGTH);
        assertThat(masking(1).mask(otherKeys).positions()).isNotEqualTo(whole.positions());
        assertThat(masking(2).mask(batch).positions()).isNotEqualTo(whole.positions());
    }

    @Test
    void mask_exampleWithoutCandidates_choosesNothing() {
        Batch batch = new Batch(
                new int[] {CLS, SEP, PAD, PAD, CLS, 50, SEP, PAD},
                new int[] {2, 3},
                new int[] {2, 3},
                new long[] {1, 2},
                2,
                4);

        Masked masked = masking(1).mask(batch);

        assertThat(masked.positions()).containsExactly(5);
        assertThat(masked.rowStarts()).containsExactly(0, 0, 1);
        assertThat(masked.candidates()).containsExactly(5);
    }

    /** Over 2,000 texts: so often and as unevenly as independent draws would be, by mean and variance of the counts, within 4 deviations. */
    @Test
    void mask_electric_choosesEveryCandidateByItself() {
        PretrainingConfig config =
                Configs.tiny("objective", Objective.ELECTRIC, "replacements", Replacements.TWO_TOWER, "length", LENGTH);
        int texts = 2000;
        Masked masked = new Masking(config, VOCABULARY, 1).mask(batch(texts, 0));
        int[] candidates = new int[texts];
        for (int place : masked.candidates()) {
            candidates[place / masked.batch().length()]++;
        }

        double chi = 0;
        for (int row = 0; row < texts; row++) {
            int count = masked.rowStarts()[row + 1] - masked.rowStarts()[row];
            double off = count - 0.15 * candidates[row];
            chi += off * off / (0.15 * 0.85 * candidates[row]);
        }
        double expected = 0.15 * masked.candidates().length;
        assertThat((double) masked.positions().length).isCloseTo(expected, within(4 * Math.sqrt(0.85 * expected)));
        // Each count less its mean, over its deviation, squared: a mean of 1 and a variance of about 2.
        assertThat(chi).isCloseTo(texts, within(4 * Math.sqrt(2.0 * texts)));
        assertThat(masked.positions()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void candidates_ofABatchAndItsSlices_areAllTokensButSpecialOnes() {
        Batch batch = new Batch(
                new int[] {CLS, 50, SEP, PAD, PAD, PAD, CLS, 51, MASK, 52, SEP, PAD, CLS, 1, SEP, 53, 54, SEP},
                new int[] {3, 5, 6},
                new int[] {3, 5, 3},
                new long[] {1, 2, 3},
                3,
                6);

        Masked masked = masking(1).mask(batch);

        // [UNK], 1, may be chosen.
        assertThat(masked.candidates()).containsExactly(1, 7, 9, 13, 15, 16);
        // The second row alone is five tokens wide.
        assertThat(masked.slice(1, 2).candidates()).containsExactly(1, 3);
        assertThat(masked.slice(1, 3).candidates()).containsExactly(1, 3, 7, 9, 10);
    }

    /** The authors' quirk: a position can be drawn twice, and what is drawn for it is averaged. */
    @Test
    void mask_withReplacement_drawsSomePositionsTwiceAndReplacedAverages() {
        Masking masking = new Masking(Configs.tiny("maskWithReplacement", true, "length", LENGTH), VOCABULARY, 1);
        Batch batch = batch(500, 0);
        Masked masked = masking.mask(batch);
        int twice = -1;
        for (int i = 1; i < masked.positions().length; i++) {
            if (masked.positions()[i] == masked.positions()[i - 1]) {
                twice = i;
            }
        }
        assertThat(twice).isPositive();
        int[] drawn = masked.originals().clone();
        drawn[twice - 1] = 30;
        drawn[twice] = 41;

        Replaced replaced = Replaced.of(masked, drawn);

        assertThat(replaced.ids()[masked.positions()[twice]]).isEqualTo(35);
        assertThat(masked.rowStarts()[1]).isEqualTo(masking.count(batch.lengths()[0], 0.15));
    }

    /**
     * 4 draws of 20 candidates in 5,000 examples, each by itself: by chi-squared as often one candidate as another, and two of one example
     * the same in a twentieth of the pairs, both within four standard deviations.
     */
    @Test
    void mask_withReplacement_drawsEveryPositionByItself() {
        int examples = 5_000;
        Masking masking = new Masking(
                Configs.tiny("maskWithReplacement", true, "maskShare", 0.18, "length", LENGTH), VOCABULARY, 3);
        int[] counts = new int[20];
        int same = 0;
        for (int e = 0; e < examples; e++) {
            int[] positions = masking.mask(twentyAlike(e)).positions();
            assertThat(positions).hasSize(4);
            for (int a = 0; a < 4; a++) {
                counts[positions[a] - 1]++;
                for (int b = 0; b < a; b++) {
                    same += positions[a] == positions[b] ? 1 : 0;
                }
            }
        }

        double expected = examples / 5.0;
        double chi = 0;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        assertThat(chi / 19).isCloseTo(1, within(4 * Math.sqrt(2.0 / 19)));
        // Pairs of one example are independent two by two.
        double pairs = 6.0 * examples;
        assertThat((double) same).isCloseTo(pairs / 20, within(4 * Math.sqrt(pairs / 20 * 19 / 20)));
    }

    @Test
    void replaced_drawnOriginal_isNoReplacement() {
        Batch batch = new Batch(new int[] {CLS, 50, 51, 52, SEP}, new int[] {5}, new int[] {5}, new long[] {1}, 1, 5);
        Masked masked = new Masked(
                batch,
                new int[] {CLS, MASK, 51, MASK, SEP},
                new int[] {1, 3},
                new int[] {50, 52},
                new long[] {1, 2},
                new int[] {0, 2},
                new int[] {1, 2, 3});

        Replaced replaced = Replaced.of(masked, new int[] {50, 60});

        assertThat(replaced.ids()).containsExactly(CLS, 50, 51, 60, SEP);
        assertThat(replaced.labels()).containsExactly(false, false, false, true, false);
    }

    private static Masking masking(long seed) {
        return new Masking(Configs.tiny("length", LENGTH), VOCABULARY, seed);
    }

    /** An example with 20 candidates, all the same piece. */
    private static Batch twentyAlike(long key) {
        int[] ids = new int[22];
        Arrays.fill(ids, 1, 21, 50);
        ids[0] = CLS;
        ids[21] = SEP;
        return new Batch(ids, new int[] {22}, new int[] {22}, new long[] {key}, 1, 22);
    }

    /** Examples of 8 to 40 tokens, two segments each, every tenth token [UNK], one [MASK] that stood in the text. */
    static Batch batch(int size, long firstKey) {
        CounterRandom random = CounterRandom.of(1, "test examples");
        int[] ids = new int[size * LENGTH];
        int[] lengths = new int[size];
        int[] firstLengths = new int[size];
        long[] keys = new long[size];
        for (int row = 0; row < size; row++) {
            lengths[row] = 8 + random.nextInt(LENGTH - 7);
            firstLengths[row] = lengths[row] / 2;
            keys[row] = firstKey + row;
            for (int i = 0; i < lengths[row]; i++) {
                ids[row * LENGTH + i] = random.nextInt(10) == 0 ? UNK : 5 + random.nextInt(92);
            }
            ids[row * LENGTH] = CLS;
            ids[row * LENGTH + 1] = MASK;
            ids[row * LENGTH + firstLengths[row] - 1] = SEP;
            ids[row * LENGTH + lengths[row] - 1] = SEP;
        }
        return new Batch(ids, lengths, firstLengths, keys, size, LENGTH);
    }
}
