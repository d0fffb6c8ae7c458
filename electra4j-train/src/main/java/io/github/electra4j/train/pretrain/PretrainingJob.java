package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pre-training run before it starts.
 *
 * @param run its directory
 * @param config resolved; where a budget is given, its steps are the most that are taken
 * @param budgetSeconds time that becomes a number of steps once, by a measurement; null where the steps are given
 * @param train examples to learn from
 * @param heldOut examples to measure on; where it is empty, some of training are
 * @param vocabulary of the examples
 * @param tokenizer how their text was prepared
 * @param data files that the examples were made from
 * @param textOptions how their text was read, by the names of options; only what is not the default
 * @param tensors device and precision
 * @param replicas threads that work on parts of a step
 * @param seed of every draw
 * @param cadence how often it logs, measures and saves
 * @param command as it was given, for the provenance
 */
public record PretrainingJob(
        Path run,
        PretrainingConfig config,
        @Nullable Double budgetSeconds,
        ExampleSource train,
        ExampleSource heldOut,
        Vocabulary vocabulary,
        TokenizerOptions tokenizer,
        List<Provenance.DataFile> data,
        Map<String, Object> textOptions,
        Tensors tensors,
        int replicas,
        long seed,
        Cadence cadence,
        String command) {
    /**
     * How often a run stops to look at itself; nothing of it changes what is learned.
     *
     * @param logEvery steps between figures of training, or 0 for a thousandth of the run and at least 10; the last
     *     step is one always
     * @param evaluateEvery steps between measurements on held-out examples, or 0 for a twentieth of the run and at least
     *     50; the last step is one always
     * @param saveEvery steps between saved states, or 0 for a first one after half a minute and then one every five minutes
     * @param heldOutExamples most examples that are measured on
     */
    public record Cadence(long logEvery, long evaluateEvery, long saveEvery, int heldOutExamples) {
        private static final double SAVE_SECONDS = 300;

        /** A run that has nothing saved loses all when it is killed. */
        private static final double FIRST_SAVE_SECONDS = 30;

        public static Cadence defaults() {
            return new Cadence(0, 0, 0, 512);
        }

        /** Whether figures of training are taken at a step of a run of so many. */
        boolean logsAt(long step, long steps) {
            return isDue(step, steps, logEvery > 0 ? logEvery : Math.max(10, steps / 1000));
        }

        /** Whether held-out examples are measured after a step of a run of so many. */
        boolean evaluatesAt(long step, long steps) {
            return isDue(step, steps, evaluateEvery > 0 ? evaluateEvery : Math.max(50, steps / 20));
        }

        /**
         * Whether the state is saved after a step.
         *
         * @param savedStep the step of the newest saved state, 0 where there is none
         * @param seconds since it was saved, or since the process began
         */
        boolean savesAt(long step, long savedStep, double seconds) {
            return saveEvery > 0
                    ? step % saveEvery == 0
                    : seconds > (savedStep == 0 ? FIRST_SAVE_SECONDS : SAVE_SECONDS);
        }

        private static boolean isDue(long step, long steps, long every) {
            return step % every == 0 || step == steps;
        }
    }
}
