package io.github.electra4j.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The confidence below which a row had best be said to belong to no class.
 *
 * @param threshold half-way between the confidences of two rows; 0 where nothing is gained by one
 * @param score the figure with it
 */
public record OutOfScopeThreshold(double threshold, double score) {
    /** The mean of the accuracy on rows with a class and of the recall of the others, however many there are of each. */
    public static final String BALANCED_ACCURACY = "balanced_accuracy";

    private static final String ACCURACY = "accuracy";
    private static final String F1 = "f1";

    /** The figures that a threshold can be best for. */
    public static List<String> figures() {
        return List.of(BALANCED_ACCURACY, ACCURACY, F1);
    }

    /**
     * What a model makes of a row without a threshold.
     *
     * @param confidence probability of the likeliest label
     * @param outside whether the row belongs to no class
     * @param said whether that is the likeliest label
     * @param right whether the likeliest label is the row's
     */
    public record Answer(double confidence, boolean outside, boolean said, boolean right) {}

    /**
     * The best threshold for a figure; of equal ones the lowest.
     *
     * @param answers of which some belong to no class and some to one
     * @param figure one of {@link #figures}: {@code f1} is that of saying that a row belongs to none
     */
    public static OutOfScopeThreshold best(List<Answer> answers, String figure) {
        if (!figures().contains(figure)) {
            throw new IllegalArgumentException(
                    "no threshold for \"" + figure + "\"; there are " + String.join(", ", figures()));
        }
        Counts counts = new Counts(answers);
        Answer[] order = answers.stream()
                .sorted(Comparator.comparingDouble(Answer::confidence))
                .toArray(Answer[]::new);
        OutOfScopeThreshold best = new OutOfScopeThreshold(0, counts.score(figure));
        for (int i = 0; i < order.length; i++) {
            counts.refuse(order[i]);
            double here = order[i].confidence();
            double next = i + 1 < order.length ? order[i + 1].confidence() : 1;
            if (next > here && counts.score(figure) > best.score) {
                best = new OutOfScopeThreshold(here + (next - here) / 2, counts.score(figure));
            }
        }
        return best;
    }

    /** What there is of each kind at a threshold. */
    private static final class Counts {
        private final long rows;
        private final long outside;
        private long said;
        private long found;
        private long named;

        Counts(List<Answer> answers) {
            Answer[] all = answers.toArray(Answer[]::new);
            rows = all.length;
            outside = Arrays.stream(all).filter(Answer::outside).count();
            said = Arrays.stream(all).filter(Answer::said).count();
            found = Arrays.stream(all).filter(a -> a.said() && a.outside()).count();
            named = Arrays.stream(all).filter(a -> a.right() && !a.outside()).count();
            if (outside == 0 || outside == rows) {
                throw new IllegalArgumentException(outside + " of " + rows
                        + " rows belong to no class, expected some of both kinds to choose a threshold by");
            }
        }

        /** A row's answer becomes that it belongs to no class. */
        void refuse(Answer answer) {
            said += answer.said() ? 0 : 1;
            found += answer.outside() && !answer.said() ? 1 : 0;
            named -= answer.right() && !answer.outside() ? 1 : 0;
        }

        double score(String figure) {
            return switch (figure) {
                case ACCURACY -> (double) (named + found) / rows;
                case F1 -> 2.0 * found / (said + outside);
                default -> ((double) named / (rows - outside) + (double) found / outside) / 2;
            };
        }
    }
}
