package io.github.electra4j.train.finetune;

import java.util.List;

/**
 * One training that has ended: what it cost and what it gave.
 *
 * @param learningRate its peak rate
 * @param seed its seed
 * @param epochs what each epoch gave
 * @param keptEpoch number, from 1, of the epoch whose weights were kept
 * @param steps optimiser steps
 * @param tokens tokens that were learned from, padding not counted
 * @param skipped steps left out because a gradient was not a number
 * @param seconds of training
 * @param selectionScores scores of the rows to choose on, row-major {@code [rows, outputs]}; empty where nothing is chosen
 * @param devScores scores of the dev rows
 */
record Trial(
        double learningRate,
        long seed,
        List<Epoch> epochs,
        int keptEpoch,
        long steps,
        long tokens,
        long skipped,
        double seconds,
        float[] selectionScores,
        float[] devScores) {
    /**
     * One pass over the training rows.
     *
     * @param loss mean over the rows
     * @param selection the metric on the rows to choose on; NaN where nothing is chosen or it is undefined
     */
    record Epoch(double loss, double selection) {}

    Trial {
        epochs = List.copyOf(epochs);
    }
}
