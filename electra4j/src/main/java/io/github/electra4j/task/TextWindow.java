package io.github.electra4j.task;

/**
 * A text or a pair of texts, whole or cut; its [CLS] is read.
 *
 * @param target id of the class, or the value as the network learns it; NaN where it is not known
 */
public record TextWindow(int[] ids, int firstLength, int cut, double target) implements Window {
    private static final int[] CLS = {0};

    @Override
    public int[] positions() {
        return CLS;
    }
}
