package io.github.electra4j.examples;

/**
 * How text becomes examples (Clark et al., ELECTRA, 2020, and the authors' code; the defaults are theirs but for
 * {@code keepAllText}).
 *
 * @param length tokens of an example at most, [CLS] and [SEP] included; 8 to 65,535
 * @param seed of every draw: lengths, segments, held-out documents
 * @param singleSegment share of examples that are one segment; the rest are two that follow each other in the text
 * @param shorter share of examples with a target length drawn from 5 to {@code length}, so that short inputs are met too
 * @param heldOut share of documents kept for evaluation: at least one where there are two or more, unless 0
 * @param keepAllText whether text beyond the length limit goes on in the next example; false throws it away, as the
 *     authors' code does
 */
public record ExampleOptions(
        int length, long seed, double singleSegment, double shorter, double heldOut, boolean keepAllText) {
    /** The shortest permitted {@code length}: two segments of a few tokens. */
    public static final int MIN_LENGTH = 8;

    public ExampleOptions {
        checkLength(length);
        share("singleSegment", singleSegment, 1);
        share("shorter", shorter, 1);
        share("heldOut", heldOut, 0.5);
    }

    /** The published shares, all text kept, 1 % of documents held out, seed 1. */
    public static ExampleOptions defaults(int length) {
        return new ExampleOptions(length, 1, 0.1, 0.05, 0.01, true);
    }

    /** As {@link #defaults} but text beyond the length limit is thrown away, as in the authors' code. */
    public static ExampleOptions reference(int length) {
        return new ExampleOptions(length, 1, 0.1, 0.05, 0.01, false);
    }

    /** The same with another seed. */
    public ExampleOptions withSeed(long newSeed) {
        return new ExampleOptions(length, newSeed, singleSegment, shorter, heldOut, keepAllText);
    }

    /** The same with another share of held-out documents, 0 to 0.5. */
    public ExampleOptions withHeldOut(double newHeldOut) {
        return new ExampleOptions(length, seed, singleSegment, shorter, newHeldOut, keepAllText);
    }

    /**
     * Whether examples can have this length.
     *
     * @throws IllegalArgumentException where it is below {@link #MIN_LENGTH} or above what a shard holds
     */
    public static void checkLength(int length) {
        if (length < MIN_LENGTH || length > ShardWriter.MAX_LENGTH) {
            throw new IllegalArgumentException("length: " + length + ", expected " + MIN_LENGTH + " to "
                    + ShardWriter.MAX_LENGTH + " tokens, [CLS] and [SEP] included");
        }
    }

    private static void share(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + ": " + value + ", expected a share from 0 to " + most);
        }
    }
}
