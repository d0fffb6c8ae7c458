package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
    @Test
    void everyLength_isCoveredWholeAndInOrder() {
        for (int length = 0; length < 60; length++) {
            Windows windows = new Windows(8);
            windows.add(new int[] {-1});
            int[] ids = IntStream.range(0, length).toArray();
            windows.add(ids);
            float[][] values = new float[windows.pieces().size()][];
            for (int w = 0; w < values.length; w++) {
                int[] pieces = windows.pieces().get(w);
                assertThat(pieces.length).isLessThanOrEqualTo(8);
                values[w] = new float[pieces.length];
                for (int i = 0; i < pieces.length; i++) {
                    values[w][i] = pieces[i];
                }
            }
            for (int i = 0; i < length; i++) {
                assertThat(windows.valueAt(1, i, values)).isEqualTo(i);
            }
        }
    }
}
