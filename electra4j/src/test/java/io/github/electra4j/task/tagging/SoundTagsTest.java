package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.random.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundTagsTest {
    private static final List<String> LABELS = List.of("O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B", "S-B");

    // Every sequence is tried: the best of those whose every step, from O and to O, is allowed.
    @Test
    void of_randomScores_isTheBestSoundSequence() {
        SoundTags tags = new SoundTags(LABELS, TagScheme.BIOES);
        for (int i = 0; i < 60; i++) {
            CounterRandom random = CounterRandom.of(2, "scores", i, 0);
            double[][] logs = new double[1 + random.nextInt(4)][LABELS.size()];
            for (double[] word : logs) {
                for (int l = 0; l < word.length; l++) {
                    word[l] = random.nextDouble() * 4;
                }
            }
            int[] best = {};
            double most = Double.NEGATIVE_INFINITY;
            for (int code = 0; code < Math.pow(LABELS.size(), logs.length); code++) {
                int[] path = new int[logs.length];
                double sum = 0;
                boolean sound = true;
                int rest = code;
                for (int w = 0; w < path.length; w++, rest /= LABELS.size()) {
                    path[w] = rest % LABELS.size();
                    sum += logs[w][path[w]];
                    sound &= TagScheme.BIOES.allows(w == 0 ? "O" : LABELS.get(path[w - 1]), LABELS.get(path[w]));
                }
                sound &= TagScheme.BIOES.allows(LABELS.get(path[path.length - 1]), "O");
                if (sound && sum > most) {
                    most = sum;
                    best = path;
                }
            }
            assertThat(tags.of(logs)).isEqualTo(best);
        }
    }

    @Test
    void of_noWords_isNothing() {
        assertThat(new SoundTags(LABELS, TagScheme.BIOES).of(new double[0][])).isEmpty();
    }
}
