package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Time of real steps with weights and examples that are thrown away.
 *
 * @param each seconds a step in each {@link Stretch} of the run
 * @param seconds of all steps of the run
 */
public record StepTime(List<Double> each, double seconds) {
    /** Examples a replica in a timed step: enough to keep it busy. */
    private static final int EXAMPLES = 16;

    private static final double LONGEST = 4;
    private static final int MOST_STEPS = 8;

    /**
     * Measures each kind of step for a few seconds, on random pieces. Steps of many examples are measured with fewer and scaled.
     */
    public static StepTime measure(PretrainingPlan plan, Tensors tensors) {
        PretrainingConfig whole = plan.config();
        var values = ConfigFiles.values(whole);
        int batch = Math.min(whole.batch(), EXAMPLES * plan.replicas());
        values.put("batch", batch);
        values.put("accumulation", 1);
        values.put("frequency_bias", false);
        PretrainingConfig config = ConfigFiles.resolve(values, "the configuration");
        double scale = (double) whole.batch() / batch;
        Vocabulary vocabulary = vocabulary(plan.vocabularySize());
        MemoryExamples examples = examples(config, vocabulary);
        StepBatches batches = new StepBatches(config, vocabulary, examples, 1);
        try (Learner learner = new Learner(config, vocabulary, examples, tensors, plan.replicas(), 1)) {
            List<Double> each = new ArrayList<>();
            double seconds = 0;
            for (Stretch stretch : Stretch.of(config)) {
                Batch timed = batches.at(stretch.first());
                double step = scale * step(number -> learner.train(timed, number, false), stretch);
                each.add(step);
                seconds += step * stretch.steps();
            }
            return new StepTime(List.copyOf(each), seconds);
        }
    }

    /**
     * Seconds of a step of a stretch, the median of several. Its first step is not timed: it meets new shapes, and may be the one at which the
     * discriminator takes over the generator's weights. Timed is the second, whose work is that of all others; of a stretch of one step, that one.
     *
     * @param train a step by its number
     */
    static double step(LongConsumer train, Stretch stretch) {
        train.accept(stretch.first());
        long number = Math.min(stretch.first() + 1, stretch.last());
        List<Double> times = new ArrayList<>();
        double sum = 0;
        while (times.size() < MOST_STEPS && sum < LONGEST) {
            long begin = System.nanoTime();
            train.accept(number);
            times.add((System.nanoTime() - begin) * 1e-9);
            sum += times.get(times.size() - 1);
        }
        times.sort(null);
        return times.get(times.size() / 2);
    }

    private static Vocabulary vocabulary(int size) {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < size) {
            tokens.add("piece" + tokens.size());
        }
        return Vocabulary.of(tokens);
    }

    private static MemoryExamples examples(PretrainingConfig config, Vocabulary vocabulary) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(1, "plan");
        int special = Vocabulary.SPECIAL.size();
        for (int i = 0; i < config.batch(); i++) {
            int[] ids = new int[config.length()];
            for (int j = 0; j < ids.length; j++) {
                ids[j] = special + random.nextInt(vocabulary.size() - special);
            }
            examples.add(ids, ids.length);
        }
        return examples;
    }
}
