package io.github.electra4j.train.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.TextTask.ClassPrediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One loaded model used by several threads of its user at once. */
class ElectraThreadsTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 10;

    @TempDir
    private Path folder;

    /** Asks a model and prints the answer; {@code toString} of a float or double tells all its bits. */
    private interface Question {
        String ask(Electra model, String text);
    }

    @Test
    void detect_eightThreadsAtOnce_givesExactlyWhatOneThreadGets() throws Exception {
        compare("discriminator", (model, text) -> model.detect(text).toString());
    }

    @Test
    void classify_eightThreadsAtOnce_givesExactlyWhatOneThreadGets() throws Exception {
        compare("classifier", (model, text) -> {
            ClassPrediction found = model.classify(text, "w9 w8");
            return found.label() + Arrays.toString(found.probabilities());
        });
    }

    @Test
    void encode_eightThreadsAtOnce_givesExactlyWhatOneThreadGets() throws Exception {
        compare(
                "discriminator",
                (model, text) -> Arrays.toString(model.encode(text, Pooling.MEAN))
                        + Arrays.deepToString(model.encode(List.of("w5", text, text + " w6"), Pooling.CLS)));
    }

    private void compare(String network, Question question) throws Exception {
        List<String> texts = texts();
        try (Electra model = Electra.load(FixtureModels.copy(network, folder.resolve("model")))) {
            List<String> alone =
                    texts.stream().map(text -> question.ask(model, text)).toList();
            assertThat(alone).doesNotHaveDuplicates();

            CyclicBarrier begin = new CyclicBarrier(THREADS);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                running.add(threads.submit(() -> {
                    begin.await();
                    for (int i = 0; i < ROUNDS * texts.size(); i++) {
                        int at = (first + i) % texts.size();
                        assertThat(question.ask(model, texts.get(at))).isEqualTo(alone.get(at));
                    }
                    return null;
                }));
            }
            threads.shutdown();
            for (Future<?> each : running) {
                each.get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** Of one word to twelve: every thread asks for another length than its neighbour. */
    private static List<String> texts() {
        CounterRandom random = CounterRandom.of(1, "threads");
        List<String> texts = new ArrayList<>();
        for (int words = 1; words <= 12; words++) {
            int[] ids = new int[words];
            Arrays.setAll(ids, i -> 5 + random.nextInt(92));
            texts.add(FixtureModels.text(ids));
        }
        return texts;
    }
}
