package io.github.electra4j.examples;

import static io.github.electra4j.examples.MadePieces.CLS;
import static io.github.electra4j.examples.MadePieces.PAD;
import static io.github.electra4j.examples.MadePieces.SEP;
import static io.github.electra4j.examples.MadePieces.VOCABULARY;
import static io.github.electra4j.examples.MadePieces.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShortExamplesTest {
    /** Ten tokens in rows of six at most: four a row, cut 2 and 2 x 3, of a text of eight. */
    @Test
    void cut_longExample_givesRowsOfEqualLengthWithMarksOfTheirOwn() {
        Batch batch = new Batch(
                new int[] {CLS, 10, 11, 12, 13, 14, 15, 16, 17, SEP, CLS, 20, SEP, PAD, PAD, PAD, PAD, PAD, PAD, PAD},
                new int[] {10, 3},
                new int[] {10, 3},
                new long[] {7, 8},
                2,
                10);

        Batch cut = new ShortExamples(6, VOCABULARY).cut(batch);

        assertThat(cut.length()).isEqualTo(6);
        assertThat(row(cut, 0)).containsExactly(CLS, 10, 11, 12, 13, SEP);
        assertThat(row(cut, 1)).containsExactly(CLS, 14, 15, 16, 17, SEP);
        assertThat(row(cut, 2)).containsExactly(CLS, 20, SEP);
        assertThat(cut.firstLengths()).containsExactly(6, 6, 3);
        assertThat(cut.keys()).doesNotHaveDuplicates().endsWith(8);
        assertThat(Arrays.copyOfRange(cut.ids(), 15, 18)).containsExactly(PAD, PAD, PAD);
    }

    /** [CLS] a a a [SEP] b b b b [SEP], cut in two: a row with parts of both segments, and one of the second alone. */
    @Test
    void cut_twoSegments_keepsThemApartWhereARowHasBoth() {
        Batch batch = new Batch(
                new int[] {CLS, 10, 11, 12, SEP, 20, 21, 22, 23, SEP},
                new int[] {10},
                new int[] {5},
                new long[] {7},
                1,
                10);

        Batch seven = new ShortExamples(8, VOCABULARY).cut(batch);
        assertThat(row(seven, 0)).containsExactly(CLS, 10, 11, 12, SEP);
        assertThat(seven.firstLengths()[0]).isEqualTo(5);
        assertThat(row(seven, 1)).containsExactly(CLS, 20, 21, 22, 23, SEP);
        assertThat(seven.firstLengths()[1]).isEqualTo(6);

        Batch uneven = new ShortExamples(8, VOCABULARY)
                .cut(new Batch(
                        new int[] {CLS, 10, 11, SEP, 20, 21, 22, 23, 24, SEP},
                        new int[] {10},
                        new int[] {4},
                        new long[] {7},
                        1,
                        10));
        assertThat(row(uneven, 0)).containsExactly(CLS, 10, 11, SEP, 20, SEP);
        assertThat(uneven.firstLengths()[0]).isEqualTo(4);
        assertThat(row(uneven, 1)).containsExactly(CLS, 21, 22, 23, 24, SEP);
    }

    @Test
    void cut_manyExamples_losesNoPieceAndKeepsTheLength() {
        CounterRandom random = CounterRandom.of(1, "short examples test");
        for (int length : new int[] {3, 8, 17, 64}) {
            int size = 30;
            int[] ids = new int[size * 64];
            int[] lengths = new int[size];
            int[] firstLengths = new int[size];
            List<Integer> pieces = new ArrayList<>();
            for (int row = 0; row < size; row++) {
                lengths[row] = 6 + random.nextInt(59);
                firstLengths[row] = 3 + random.nextInt(lengths[row] - 4);
                for (int i = 0; i < lengths[row]; i++) {
                    ids[row * 64 + i] = 5 + random.nextInt(95);
                }
                ids[row * 64] = CLS;
                ids[row * 64 + firstLengths[row] - 1] = SEP;
                ids[row * 64 + lengths[row] - 1] = SEP;
                for (int i = 0; i < lengths[row]; i++) {
                    if (ids[row * 64 + i] > 4) {
                        pieces.add(ids[row * 64 + i]);
                    }
                }
            }
            long[] keys = LongStream.range(0, size).toArray();

            Batch cut =
                    new ShortExamples(length, VOCABULARY).cut(new Batch(ids, lengths, firstLengths, keys, size, 64));

            assertThat(cut.length()).isLessThanOrEqualTo(length);
            assertThat(Arrays.stream(cut.ids()).filter(id -> id > 4).boxed()).containsExactlyElementsOf(pieces);
            assertThat(cut.keys()).doesNotHaveDuplicates();
            for (int row = 0; row < cut.size(); row++) {
                int[] found = row(cut, row);
                assertThat(found[0]).isEqualTo(CLS);
                assertThat(found[found.length - 1]).isEqualTo(SEP);
                assertThat(found[cut.firstLengths()[row] - 1]).isEqualTo(SEP);
            }
        }
    }
}
