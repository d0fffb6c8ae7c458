package io.github.electra4j.cli;

import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.train.study.StudyListener;
import org.jspecify.annotations.Nullable;

/** Shows a study on a progress line: the operations of all its runs while they are pre-trained, then its fine-tunings and comparisons. */
final class StudyDisplay implements StudyListener, AutoCloseable {
    /** The line counts in whole numbers. */
    private static final double OPERATIONS = 1e9;

    private final CommonOptions common;
    private @Nullable ProgressLine line;
    private String shown = "";

    StudyDisplay(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void pretraining(double done, double total, String detail) {
        show("pretrain", done / OPERATIONS, total / OPERATIONS, "GFLOP", detail);
    }

    @Override
    public void fineTuning(double done, double total, String detail) {
        show("finetune", done, total, "steps", detail);
    }

    @Override
    public void comparing(int done, int total, String detail) {
        show("compare", done, total, "comparisons", detail);
    }

    @Override
    public void said(String words) {
        common.say("electra: " + words);
    }

    private void show(String what, double done, double total, String unit, String detail) {
        if (common.quiet()) {
            return;
        }
        ProgressLine now = line;
        if (now == null || !shown.equals(what)) {
            close();
            shown = what;
            now = ProgressLine.start(what, Math.round(total), unit, Math.round(done));
            line = now;
        }
        now.update(Math.round(done), detail);
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
