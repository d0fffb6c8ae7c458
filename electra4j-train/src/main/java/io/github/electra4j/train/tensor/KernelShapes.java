package io.github.electra4j.train.tensor;

/**
 * Round numbers for the shapes of matrix products. In bf16 the engine makes code for each shape of the operands, which takes it some half
 * a millisecond and 0.3 MB, and keeps that of the last 1024. Batches whose longest text and whose number of chosen positions may be any
 * number have more shapes than that, and a small network spent a fifth of its time making code again.
 */
public final class KernelShapes {
    private static final int LENGTHS = 4;

    private static final int LENGTHS_OF_FEW = 8;

    private static final int ROWS = 64;

    private KernelShapes() {}

    /**
     * The length that texts are padded to.
     *
     * @param longest tokens of the longest text
     * @param most tokens that the network has positions for
     */
    public static int length(int longest, int most) {
        return rounded(longest, LENGTHS, most);
    }

    /**
     * The length that a text alone, or a few, are padded to: there making code takes as long as a short text or two, and of all lengths up to
     * 512 it could not be held.
     *
     * @param longest tokens of the longest text
     * @param most tokens that the network has positions for
     */
    public static int lengthOfFew(int longest, int most) {
        return rounded(longest, LENGTHS_OF_FEW, most);
    }

    /**
     * So many rows as are worked on in place of some.
     *
     * @param rows that are needed
     * @param most rows that there are
     */
    public static int rows(int rows, int most) {
        return rounded(rows, ROWS, most);
    }

    private static int rounded(int n, int unit, int most) {
        return Math.max(n, Math.min(most, (n + unit - 1) / unit * unit));
    }
}
