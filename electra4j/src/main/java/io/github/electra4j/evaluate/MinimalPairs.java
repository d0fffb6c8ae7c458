package io.github.electra4j.evaluate;

/**
 * How often a model holds the better text of a pair to be the likelier one (Warstadt et al., BLiMP, 2020, section 3). Guessing gives an
 * accuracy of 0.5.
 *
 * @param pairs number of pairs
 * @param right pairs whose better text has the higher score
 * @param ties pairs of equal scores, which are not right
 */
public record MinimalPairs(long pairs, long right, long ties) {
    /** No pair yet. */
    public static MinimalPairs none() {
        return new MinimalPairs(0, 0, 0);
    }

    /**
     * With one pair more.
     *
     * @throws IllegalArgumentException where a score is no number
     */
    public MinimalPairs with(double good, double bad) {
        if (Double.isNaN(good) || Double.isNaN(bad)) {
            throw new IllegalArgumentException("scores of a pair: " + good + " and " + bad + ", expected two numbers");
        }
        return new MinimalPairs(pairs + 1, right + (good > bad ? 1 : 0), ties + (good == bad ? 1 : 0));
    }

    /** Share of the pairs that are right; NaN of none. */
    public double accuracy() {
        return (double) right / pairs;
    }
}
