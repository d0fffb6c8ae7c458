package io.github.electra4j.task.qa;

import java.util.stream.IntStream;

/** The likeliest starts of a window, for each of which the joint head looks for an end. */
public final class StartBeam {
    private StartBeam() {}

    /**
     * The rows of scores with the greatest logits of the start, the greatest first, and of equal ones the first; [CLS], row 0, is none of them.
     *
     * @param scores that hold them
     * @param from index of the logit of row 0
     * @param step from a row's logit to the next one's
     * @param rows of the window
     * @param beam most starts
     */
    public static int[] rows(float[] scores, int from, int step, int rows, int beam) {
        return IntStream.range(1, rows)
                .boxed()
                .sorted((a, b) -> {
                    int byScore = Float.compare(scores[from + b * step], scores[from + a * step]);
                    return byScore != 0 ? byScore : Integer.compare(a, b);
                })
                .limit(beam)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
