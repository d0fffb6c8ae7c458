package io.github.electra4j.examples;

import static io.github.electra4j.examples.MadePieces.CLS;
import static io.github.electra4j.examples.MadePieces.SEP;
import static io.github.electra4j.examples.MadePieces.VOCABULARY;
import static io.github.electra4j.examples.MadePieces.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextHalvesTest {
    /** An example of so many pieces, 10, 11 and so on, whose second segment begins behind {@code first} of them; 0 for one segment. */
    private static Batch example(int pieces, int first, long key) {
        int[] body = IntStream.range(10, 10 + pieces).toArray();
        List<Integer> ids = new ArrayList<>(List.of(CLS));
        for (int i = 0; i < pieces; i++) {
            if (first > 0 && i == first) {
                ids.add(SEP);
            }
            ids.add(body[i]);
        }
        ids.add(SEP);
        int length = ids.size();
        return new Batch(
                ids.stream().mapToInt(Integer::intValue).toArray(),
                new int[] {length},
                new int[] {first > 0 ? first + 2 : length},
                new long[] {key},
                1,
                length);
    }

    /** Of ten pieces five and five, of eleven five and six. */
    @ParameterizedTest
    @CsvSource({"4, 2", "10, 5", "11, 5", "31, 15"})
    void cut_anExample_givesTwoRowsOfItsPiecesInTheirOrder(int pieces, int inTheFirst) {
        Batch cut = new TextHalves(VOCABULARY).cut(example(pieces, 0, 7));

        assertThat(cut.size()).isEqualTo(2);
        int[] first = row(cut, 0);
        int[] second = row(cut, 1);
        for (int[] row : List.of(first, second)) {
            assertThat(row[0]).isEqualTo(CLS);
            assertThat(row[row.length - 1]).isEqualTo(SEP);
        }
        assertThat(IntStream.concat(Arrays.stream(first), Arrays.stream(second)).filter(id -> id >= 10))
                .containsExactly(IntStream.range(10, 10 + pieces).boxed().toArray(Integer[]::new));
        assertThat(first.length - 2).isEqualTo(inTheFirst);
        assertThat(cut.firstLengths()).isEqualTo(cut.lengths());
        assertThat(cut.keys()).doesNotHaveDuplicates();
    }

    @Test
    void cut_anExampleOfThreePieces_hasItTwiceUnderTwoKeys() {
        Batch cut = new TextHalves(VOCABULARY).cut(example(3, 0, 7));

        assertThat(row(cut, 0)).containsExactly(CLS, 10, 11, 12, SEP);
        assertThat(row(cut, 1)).containsExactly(CLS, 10, 11, 12, SEP);
        assertThat(cut.keys()).doesNotHaveDuplicates();
    }

    /** Wherever the second segment begins, there are two rows, no piece is lost, and no mark stands beside another. */
    @Test
    void cut_anExampleOfTwoSegments_keepsThemApartWhereAPartHasBoth() {
        for (int segment = 1; segment < 8; segment++) {
            int first = segment;
            for (int pieces = 8; pieces < 12; pieces++) {
                Batch cut = new TextHalves(VOCABULARY).cut(example(pieces, first, 7));

                assertThat(cut.size()).isEqualTo(2);
                assertThat(Arrays.stream(cut.ids()).filter(id -> id >= 10))
                        .containsExactly(
                                IntStream.range(10, 10 + pieces).boxed().toArray(Integer[]::new));
                for (int row = 0; row < 2; row++) {
                    int[] ids = row(cut, row);
                    boolean both = Arrays.stream(ids).anyMatch(id -> id == 9 + first)
                            && Arrays.stream(ids).anyMatch(id -> id == 10 + first);
                    assertThat(Arrays.stream(ids).filter(id -> id == SEP).count())
                            .isEqualTo(both ? 2 : 1);
                    assertThat(ids[cut.firstLengths()[row] - 1]).isEqualTo(SEP);
                    assertThat(cut.firstLengths()[row] == ids.length).isEqualTo(!both);
                }
            }
        }
    }
}
