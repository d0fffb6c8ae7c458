package io.github.electra4j.train.study;

import io.github.electra4j.train.pretrain.PretrainingConfig;
import java.nio.file.Path;

/**
 * One run of a study.
 *
 * @param arm what is trained
 * @param budget as it was given
 * @param seed of its weights and draws
 * @param config with its number of steps
 * @param flops it is to cost
 * @param folder of all that belongs to it
 */
record Cell(Arm arm, ComputeBudget budget, long seed, PretrainingConfig config, double flops, Path folder) {
    /** The folder of all runs in that of the study. */
    static final String RUNS = "runs";

    /** The run directory in the folder of a run. */
    static final String RUN = "pretraining";

    /** How deep the folder of a run stands in it: arm, budget, seed. */
    static final int DEPTH = 3;

    static Cell of(Path out, Arm arm, ComputeBudget budget, double flops, PretrainingConfig config, long seed) {
        Path folder = out.resolve(RUNS)
                .resolve(arm.folder())
                .resolve(Arm.folder(budget.text()))
                .resolve("seed-" + seed);
        return new Cell(arm, budget, seed, config, flops, folder);
    }

    /** The run directory of its pre-training. */
    Path run() {
        return folder.resolve(RUN);
    }

    /** The model directory of the network that is kept. */
    Path model() {
        return run().resolve(config.objective().folder());
    }

    /** Where it is fine-tuned on a task. */
    Path task(StudyTask task) {
        return folder.resolve(task.folder());
    }

    String words() {
        return arm.name() + ", seed " + seed;
    }
}
