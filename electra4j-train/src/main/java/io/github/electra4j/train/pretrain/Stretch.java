package io.github.electra4j.train.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Consecutive steps of a run that train the same networks and contrast parts of texts or do not. Their examples may still grow longer amid it.
 *
 * @param first number of its first step, from 1
 * @param last number of its last step
 */
public record Stretch(long first, long last) {
    /** Those of a run, in order: the first begins with step 1, the last ends with the run. */
    public static List<Stretch> of(PretrainingConfig config) {
        List<Stretch> stretches = new ArrayList<>();
        LongStream.of(config.generatorSteps(), config.lastContrast(), config.steps())
                .filter(last -> last > 0 && last <= config.steps())
                .sorted()
                .distinct()
                .forEach(last -> stretches.add(new Stretch(
                        stretches.isEmpty()
                                ? 1
                                : stretches.get(stretches.size() - 1).last() + 1,
                        last)));
        return List.copyOf(stretches);
    }

    /** How many steps it has. */
    public long steps() {
        return last - first + 1;
    }
}
