package io.github.electra4j.train.finetune;

import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.TextWindow;
import io.github.electra4j.task.WindowBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batches of texts that are token ids already, and the loss of their classes. */
final class Texts {
    private Texts() {}

    /**
     * A batch of texts.
     *
     * @param ids row-major, padded to the first text's length
     */
    static WindowBatch batch(int[] ids, int[] lengths, int[] firstLengths) {
        int length = ids.length / lengths.length;
        List<TextWindow> windows = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            int[] row = Arrays.copyOfRange(ids, i * length, i * length + lengths[i]);
            windows.add(new TextWindow(row, firstLengths[i], 0, Double.NaN));
        }
        return WindowBatch.of(windows, new long[lengths.length], 0);
    }

    static TaskLoss loss(float[] scores, int outputs, int... classes) {
        TaskLoss loss = new TaskLoss(scores);
        for (int i = 0; i < classes.length; i++) {
            loss.crossEntropy(i * outputs, 1, outputs, classes[i]);
        }
        return loss;
    }
}
