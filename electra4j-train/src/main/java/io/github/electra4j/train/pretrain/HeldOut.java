package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.BatchLoader;
import java.util.Map;

/** Measures on examples that are never trained on: always the same ones, masked the same way. */
final class HeldOut {
    private final BatchLoader loader;
    private final PretrainingConfig config;
    private final long examples;

    HeldOut(PretrainingJob job, PretrainingConfig config) {
        this.config = config;
        examples = Math.min(job.heldOut().size(), job.cadence().heldOutExamples());
        loader = new BatchLoader(
                job.heldOut(),
                (int) Math.max(1, Math.min(examples, config.batch())),
                0,
                job.vocabulary().padId(),
                false);
    }

    boolean isEmpty() {
        return examples == 0;
    }

    Map<String, Double> measure(Learner learner) {
        StepResult sum = StepResult.none();
        long left = examples;
        for (long i = 0; left > 0; i++) {
            Batch batch = loader.batch(i);
            sum = sum.plus(learner.evaluate(left < batch.size() ? batch.slice(0, (int) left) : batch));
            left -= batch.size();
        }
        return examples == 0 ? Map.of() : Metrics.of(sum, config);
    }
}
