package io.github.electra4j.evaluate;

/**
 * How high the right one of some options stands (MuTual: Cui et al., ACL 2020, section 4). Options of equal scores may stand in any order:
 * a figure is its mean over these orders.
 *
 * @param rows number of questions
 * @param recallAt1 share of the questions whose right option stands first
 * @param recallAt2 share of those whose right option is among the first two
 * @param meanReciprocalRank mean of one over the right option's rank from 1
 */
public record OptionRanks(int rows, double recallAt1, double recallAt2, double meanReciprocalRank) {
    /**
     * Ranks options by their scores.
     *
     * @param gold the right option of each question, from 0
     * @param scores of the options of each question, higher is better
     */
    public static OptionRanks of(int[] gold, double[][] scores) {
        Rows.check(gold.length, scores.length, 1);
        double first = 0;
        double firstTwo = 0;
        double reciprocal = 0;
        for (int i = 0; i < gold.length; i++) {
            Rows.checkFinite("score of an option", scores[i]);
            if (gold[i] < 0 || gold[i] >= scores[i].length) {
                throw new IllegalArgumentException(
                        "row " + i + ": right option " + gold[i] + ", expected 0 to " + (scores[i].length - 1));
            }
            int above = 0;
            int equal = 0;
            for (double score : scores[i]) {
                above += score > scores[i][gold[i]] ? 1 : 0;
                equal += score == scores[i][gold[i]] ? 1 : 0;
            }
            first += within(1, above, equal);
            firstTwo += within(2, above, equal);
            double sum = 0;
            for (int rank = above + 1; rank <= above + equal; rank++) {
                sum += 1.0 / rank;
            }
            reciprocal += sum / equal;
        }
        return new OptionRanks(gold.length, first / gold.length, firstTwo / gold.length, reciprocal / gold.length);
    }

    /** The share of the orders in which the right option is among the first k. */
    private static double within(int k, int above, int equal) {
        return Math.max(0, Math.min(equal, k - above)) / (double) equal;
    }
}
