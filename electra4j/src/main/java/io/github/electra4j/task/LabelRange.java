package io.github.electra4j.task;

/**
 * The least and the greatest label of a regression's training rows. The network learns them as 0 to 1, as the authors do
 * for STS-B, so that one learning rate suits labels of any unit.
 *
 * @param least label that becomes 0
 * @param greatest label that becomes 1, above {@code least}
 */
public record LabelRange(double least, double greatest) {
    public LabelRange {
        if (!(Double.isFinite(least) && Double.isFinite(greatest) && least < greatest)) {
            throw new IllegalArgumentException(
                    "label range " + least + " to " + greatest + ", expected two numbers, the first below the second");
        }
    }

    /** A label as the network learns it. */
    public double scale(double label) {
        return (label - least) / (greatest - least);
    }

    /** A label from what the network gives; may lie outside the range. */
    public double unscale(double output) {
        return least + output * (greatest - least);
    }
}
