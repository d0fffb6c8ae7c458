package io.github.electra4j.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.electra4j.examples.BatchLoader;
import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.Learner;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pre-training steps of ELECTRA-Small, some settings changed, on random ids; each is timed. */
final class SmallSteps implements AutoCloseable {
    /** Steps before the first that counts. */
    static final int WARM = 4;

    private static final String VOCABULARY = "vocabulary";
    /** Random ids begin here, behind the special tokens of BERT's vocabulary. */
    private static final int FIRST_ID = 1_000;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final BatchLoader loader;
    private final Learner learner;
    private final int batch;
    private final int length;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();
    private int taken;

    /**
     * Fresh networks.
     *
     * @param settings keys of the configuration with their values, {@code generator_layers=3} for example; {@code vocabulary}, its
     *     pieces, is 30522 without one
     */
    SmallSteps(int batch, Precision precision, int replicas, List<String> settings) throws IOException {
        this.batch = batch;
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.read("published-small"));
        values.put("batch", batch);
        values.put(VOCABULARY, 30_522L);
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("setting " + setting + ", expected KEY=VALUE");
            }
            values.put(parts[0], ConfigFiles.parse(parts[1]));
        }
        int size = ((Number) Objects.requireNonNull(values.remove(VOCABULARY))).intValue();
        PretrainingConfig config = ConfigFiles.resolve(values, "small");
        length = config.length();
        List<String> pieces = new ArrayList<>(Vocabulary.SPECIAL);
        while (pieces.size() < size) {
            pieces.add("w" + pieces.size());
        }
        Vocabulary vocabulary = Vocabulary.of(pieces);
        MemoryExamples examples = examples(vocabulary);
        loader = new BatchLoader(examples, batch, 1, vocabulary.padId(), false);
        learner = new Learner(config, vocabulary, examples, new Tensors(Device.CPU, precision), replicas, 1);
    }

    /** Takes the next step. */
    void step() {
        long begin = System.nanoTime();
        long beginProcessor = PROCESS.getProcessCpuTime();
        learner.train(loader.batch(taken), taken + 1, false);
        taken++;
        if (taken > WARM) {
            seconds.add((System.nanoTime() - begin) * 1e-9);
            processor.add((PROCESS.getProcessCpuTime() - beginProcessor) * 1e-9);
        }
    }

    /** By the median of the steps that count. */
    double tokensPerSecond() {
        return batch * length / seconds();
    }

    /** Seconds of the clock that a step takes, median. */
    double seconds() {
        return median(seconds);
    }

    /** Seconds of the processor that a step takes in all threads of the process, median. */
    double processorSeconds() {
        return median(processor);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private MemoryExamples examples(Vocabulary vocabulary) {
        MemoryExamples examples = new MemoryExamples();
        CounterRandom random = CounterRandom.of(1, "benchmark");
        for (int e = 0; e < 1_000; e++) {
            int[] ids = new int[length];
            for (int i = 0; i < length; i++) {
                ids[i] = FIRST_ID + random.nextInt(vocabulary.size() - FIRST_ID);
            }
            ids[0] = vocabulary.clsId();
            ids[length - 1] = vocabulary.sepId();
            examples.add(ids, length);
        }
        return examples;
    }

    @Override
    public void close() {
        learner.close();
    }
}
