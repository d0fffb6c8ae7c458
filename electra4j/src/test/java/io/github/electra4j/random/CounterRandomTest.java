package io.github.electra4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 5000})
    void fill_anyCount_givesTheDrawsOfEachCounter(int count) {
        long key = CounterRandom.key(1, "test", 2, 3);
        long[] draws = new long[count + 1];

        CounterRandom.fill(key, 7, draws, count);

        for (int i = 0; i < count; i++) {
            assertThat(draws[i]).isEqualTo(CounterRandom.at(key, 7 + i));
        }
        assertThat(draws[count]).as("behind the last").isZero();
    }
}
