package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.ExampleSource;
import java.util.Map;

/**
 * What the figures of a run are measured on: always the same examples, masked the same way. They are held-out ones, which are never
 * trained on; where there are none they are some of training, and are called so.
 */
final class Yardstick {
    private final BatchLoader loader;
    private final PretrainingConfig config;
    private final long examples;
    private final boolean heldOut;

    Yardstick(PretrainingJob job, PretrainingConfig config) {
        this.config = config;
        heldOut = job.heldOut().size() > 0;
        ExampleSource source = heldOut ? job.heldOut() : job.train();
        examples = Math.min(source.size(), job.cadence().heldOutExamples());
        loader = new BatchLoader(
                source,
                (int) Math.max(1, Math.min(examples, config.batch())),
                0,
                job.vocabulary().padId(),
                false);
    }

    /** Whether the examples are held out. */
    boolean isHeldOut() {
        return heldOut;
    }

    /** What the examples are, for whoever reads the figures. */
    String name() {
        return heldOut ? "held-out examples" : "training examples";
    }

    Map<String, Double> measure(Learner learner) {
        StepResult sum = StepResult.none();
        long left = examples;
        for (long i = 0; left > 0; i++) {
            Batch batch = loader.batch(i);
            sum = sum.plus(learner.evaluate(left < batch.size() ? batch.slice(0, (int) left) : batch));
            left -= batch.size();
        }
        return Metrics.of(sum, config);
    }
}
