package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.train.pretrain.PretrainingJob.Cadence;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 29, false",
        "0, 1, 0, 31, true",
        "0, 2, 1, 31, false",
        "0, 2, 1, 299, false",
        "0, 2, 1, 301, true",
        "4, 3, 0, 1000, false",
        "4, 8, 4, 0, true"
    })
    void savesAt_ofDefaults_isSoonForTheFirstStateAndThenEveryFiveMinutes(
            long every, long step, long saved, double seconds, boolean expected) {
        assertThat(new Cadence(0, 0, every, 0).savesAt(step, saved, seconds)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"40, 0, 40", "120, 0, '50, 100, 120'", "2000, 0, '100, 200, 300'", "7, 3, '3, 6, 7'"})
    void evaluatesAt_ofDefaults_isATwentiethButNotBelowFiftyAndTheEnd(long steps, long every, String first) {
        Cadence cadence = new Cadence(0, every, 0, 0);

        assertThat(LongStream.rangeClosed(1, steps)
                        .filter(step -> cadence.evaluatesAt(step, steps))
                        .limit(3)
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(first);
    }
}
