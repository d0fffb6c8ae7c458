package io.github.electra4j.documents.answer;

/**
 * How questions are answered.
 *
 * @param retrieved passages that are found by their words, and ranked
 * @param read the likeliest of them that the reader reads
 * @param passageWeight how much the passage's probability counts beside the reader's, from 0: its exponent in the confidence
 * @param threshold confidence below which nothing is answered, 0 to 1
 */
public record AskOptions(int retrieved, int read, double passageWeight, double threshold) {
    /** Of 20 passages the best five. */
    public static final AskOptions DEFAULT = new AskOptions(20, 5, 1, 0);

    public AskOptions {
        if (retrieved < 1) {
            throw new IllegalArgumentException("retrieved: " + retrieved + ", expected at least 1");
        }
        if (read < 1 || read > retrieved) {
            throw new IllegalArgumentException("read: " + read + ", expected 1 to " + retrieved + ", those retrieved");
        }
        if (!(passageWeight >= 0) || Double.isInfinite(passageWeight)) {
            throw new IllegalArgumentException("passageWeight: " + passageWeight + ", expected 0 or more");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold: " + threshold + ", expected 0 to 1");
        }
    }
}
