package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.Revision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settles what a run is: writes {@code run.json} at its start, checks it when it is gone on with, turns a budget into steps. */
final class RunStart {
    /** Fewest steps that are not timed, and that are, in each stage. */
    private static final int WARM = 3;

    private static final int TIMED = 8;

    /** Seconds of either at least, since a program that has just started is slow; of a small budget no more than this share. */
    private static final double LEAST_SECONDS = 2;

    private static final double MOST_SHARE = 0.005;

    /** What saving, measuring and warming up take of a budget. */
    private static final double OVERHEAD = 0.03;

    private RunStart() {}

    /**
     * The configuration of the run with its number of steps. What a directory without a saved state was started with binds nobody:
     * nothing is lost when it becomes another run.
     */
    static PretrainingConfig settle(PretrainingJob job) throws IOException {
        RunDescription stored = RunDescription.read(job.run());
        if (stored != null) {
            PretrainingConfig config = job.budgetSeconds() == null
                    ? job.config()
                    : ConfigFiles.with(
                            job.config(),
                            "steps",
                            ((Number) stored.values()
                                            .getOrDefault("steps", job.config().steps()))
                                    .longValue());
            RunDescription asked = describe(job, config);
            if (stored.isSame(asked)) {
                return config;
            }
            if (Pretrainer.isSaved(job.run())) {
                stored.requireSame(asked, job.run());
            }
        }
        PretrainingConfig config = job.budgetSeconds() == null
                ? job.config()
                : ConfigFiles.with(
                        job.config(), "steps", Math.min(job.config().steps(), stepsIn(job, job.budgetSeconds())));
        describe(job, config).write(job.run());
        return config;
    }

    /** What is known of a run before its examples and the machine are looked at. */
    static Map<String, @Nullable Object> settings(PretrainingConfig config, @Nullable Double budgetSeconds, long seed) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.values(config));
        values.put("seed", seed);
        values.put("budget_seconds", budgetSeconds);
        return values;
    }

    /** All that a run depends on. */
    static RunDescription describe(PretrainingJob job, PretrainingConfig config) {
        Map<String, @Nullable Object> values = settings(config, job.budgetSeconds(), job.seed());
        values.put("precision", job.tensors().precision().name().toLowerCase(java.util.Locale.ROOT));
        values.put("device", job.tensors().device().label());
        values.put("replicas", job.replicas());
        values.put("examples", job.train().size());
        values.put("held_out_examples", job.heldOut().size());
        values.put("vocabulary_sha256", job.vocabulary().digest());
        Map<String, String> data = new LinkedHashMap<>();
        for (Provenance.DataFile file : job.data()) {
            data.put(file.name(), file.sha256());
        }
        values.put("data_sha256", data);
        if (!job.textOptions().isEmpty()) {
            values.put(RunDescription.TEXT_OPTIONS, job.textOptions());
        }
        values.put("command", job.command());
        values.put(RunDescription.REVISION, Revision.ofElectra4j());
        return new RunDescription(values);
    }

    /** How many steps the budget holds, from some real steps with weights that are thrown away. */
    private static long stepsIn(PretrainingJob job, double seconds) {
        PretrainingConfig config = ConfigFiles.with(job.config(), "steps", 1_000_000);
        StepBatches batches = new StepBatches(config, job.vocabulary(), job.train(), job.seed());
        try (Learner learner = Learner.of(config, job)) {
            double least = Math.min(LEAST_SECONDS, seconds * MOST_SHARE);
            double perStep = 0;
            for (Stretch stretch : Stretch.of(config)) {
                perStep += secondsPerStep(learner, batches, stretch.first(), least) * stretch.steps() / config.steps();
            }
            return Math.max(1, Math.round(seconds * (1 - OVERHEAD) / perStep));
        }
    }

    /** Of batches that have been seen: the code that the engine makes for a shape is made once in a run, and some steps would bear it all. */
    private static double secondsPerStep(Learner learner, StepBatches batches, long first, double least) {
        long warm = 0;
        for (long begin = System.nanoTime(); warm < WARM || secondsSince(begin) < least; warm++) {
            learner.train(batches.atFullLength(first + warm), first + warm, false);
        }
        long timed = 0;
        long begin = System.nanoTime();
        for (; timed < TIMED || secondsSince(begin) < least; timed++) {
            long seen = first + timed % warm;
            learner.train(batches.atFullLength(seen), seen, false);
        }
        return secondsSince(begin) / timed;
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }
}
