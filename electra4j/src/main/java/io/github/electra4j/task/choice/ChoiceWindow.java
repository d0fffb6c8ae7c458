package io.github.electra4j.task.choice;

import io.github.electra4j.task.Window;

/**
 * A context with one of its options; its [CLS] is read.
 *
 * @param terms 1 for the first option of a row, since the row's loss is one term; else 0
 * @param right whether it is the right option
 */
public record ChoiceWindow(int[] ids, int firstLength, int cut, int terms, boolean right) implements Window {
    private static final int[] CLS = {0};

    @Override
    public int[] positions() {
        return CLS;
    }
}
