package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.pretrain.Pretrainer.Outcome;
import io.github.electra4j.train.pretrain.PretrainingJob.Cadence;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.train.tensor.TestDevice;
import io.github.electra4j.vocab.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a tiny network on random examples. */
abstract class PretrainerFixture {
    static final long STEPS = 6;

    static final PretrainingListener QUIET = new PretrainingListener() {};

    @TempDir
    Path folder;

    static PretrainingListener breakingOffAfter(long step) {
        return new PretrainingListener() {
            @Override
            public void stepped(long number, long tokens, double flopsPerSecond) {
                if (number >= step) {
                    throw new UnsupportedOperationException("killed");
                }
            }
        };
    }

    static Outcome run(PretrainingJob job, PretrainingListener listener) throws IOException {
        return new Pretrainer(job, listener, () -> false).run();
    }

    byte[] weights(String run, String network) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve(network).resolve("model.safetensors"));
    }

    static PretrainingConfig config(Strategy strategy) {
        return Configs.tiny(Configs.with(
                Configs.EQUAL_SHAPES,
                "strategy",
                strategy,
                "steps",
                STEPS,
                "embeddings",
                Sharing.DISENTANGLED,
                "freezeGenerator",
                false,
                "hiddenDropout",
                0.1,
                "attentionDropout",
                0.1,
                "correctiveWeight",
                2.0,
                "accumulation",
                2));
    }

    PretrainingJob job(String name, PretrainingConfig config, @Nullable Double budget) {
        return job(name, config, budget, examples(10, "train"), examples(5, "held-out"));
    }

    PretrainingJob job(
            String name,
            PretrainingConfig config,
            @Nullable Double budget,
            MemoryExamples train,
            MemoryExamples heldOut) {
        return new PretrainingJob(
                folder.resolve(name),
                config,
                budget,
                train,
                heldOut,
                Configs.vocabulary(97),
                TokenizerOptions.uncased(),
                List.of(),
                Map.of(),
                new Tensors(TestDevice.CHOSEN, Precision.BF16),
                2,
                1,
                new Cadence(2, 2, 2, 4),
                "test");
    }

    static MemoryExamples examples(int count, String purpose) {
        CounterRandom random = CounterRandom.of(1, purpose);
        MemoryExamples examples = new MemoryExamples();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[6 + random.nextInt(7)];
            for (int p = 1; p < ids.length - 1; p++) {
                ids[p] = 5 + random.nextInt(92);
            }
            ids[0] = 2;
            ids[ids.length - 1] = 3;
            examples.add(ids, ids.length);
        }
        return examples;
    }
}
