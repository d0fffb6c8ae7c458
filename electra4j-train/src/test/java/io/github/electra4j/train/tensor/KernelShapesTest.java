package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelShapesTest {
    @ParameterizedTest
    @CsvSource({"0, 128, 0", "1, 128, 4", "4, 128, 4", "29, 128, 32", "125, 126, 126", "126, 126, 126"})
    void length_ofALongestText_isTheNextMultipleOf4WithinThePositions(int longest, int most, int expected) {
        assertThat(KernelShapes.length(longest, most)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 128, 8", "8, 128, 8", "25, 128, 32", "125, 126, 126"})
    void lengthOfFew_ofALongestText_isTheNextMultipleOf8WithinThePositions(int longest, int most, int expected) {
        assertThat(KernelShapes.lengthOfFew(longest, most)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 900, 0", "1, 900, 64", "64, 900, 64", "65, 900, 128", "65, 100, 100", "100, 100, 100"})
    void rows_ofSome_areTheNextMultipleOf64AsFarAsThereAreRows(int rows, int most, int expected) {
        assertThat(KernelShapes.rows(rows, most)).isEqualTo(expected);
    }
}
