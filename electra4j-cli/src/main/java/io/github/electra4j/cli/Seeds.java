package io.github.electra4j.cli;

import java.util.List;
import java.util.stream.LongStream;

/** The seeds of several trainings, which follow each other. */
final class Seeds {
    /** More than anybody trains, and few enough to be listed. */
    private static final int MOST = 10_000;

    private Seeds() {}

    /**
     * So many seeds.
     *
     * @param first as given by --seed
     * @throws IllegalArgumentException where there are none or too many, or the last would be above the largest number
     */
    static List<Long> of(long first, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("--seeds " + count + ": expected 1 to " + MOST);
        }
        if (first > Long.MAX_VALUE - count + 1) {
            throw new IllegalArgumentException("--seed " + first + ": the last of " + count
                    + " seeds from there would be above " + Long.MAX_VALUE + "; choose a smaller one");
        }
        return LongStream.range(0, count).map(i -> first + i).boxed().toList();
    }
}
