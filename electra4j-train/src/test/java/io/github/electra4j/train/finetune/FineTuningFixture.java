package io.github.electra4j.train.finetune;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.Columns;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tiny random network and made-up tasks for it. */
abstract class FineTuningFixture {
    @TempDir
    Path folder;

    Path model;

    @BeforeEach
    void model() throws IOException {
        model = FixtureModels.copy("discriminator", folder.resolve("pretrained"));
    }

    /** Texts of random words; one of three words, at a random place, tells the class. */
    Path classes(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "class texts", i, 0);
            int label = random.nextInt(3);
            int length = 3 + random.nextInt(6);
            int place = random.nextInt(length);
            for (int w = 0; w < length; w++) {
                int id = w == place ? 10 + label : 20 + random.nextInt(60);
                text.append(FixtureModels.word(id)).append(w + 1 < length ? " " : "\t");
            }
            text.append(List.of("red", "green", "blue").get(label)).append('\n');
        }
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file;
    }

    private Path imbalanced(String name, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "imbalanced texts", i, 0);
            boolean rare = i % 12 == 0;
            text.append(FixtureModels.word(rare || i % 7 == 1 ? 10 : 11));
            for (int w = 0; w < 4; w++) {
                text.append(' ').append(FixtureModels.word(20 + random.nextInt(60)));
            }
            text.append(rare ? "\trare\n" : "\tcommon\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /**
     * One row in twelve is "rare", and has the sign of it, as one in seven of the others has: with the sign a row is rare with a probability of
     * (1/12) / (1/12 + 11/12 * 1/7) = 0.39, so that it is best called common; where both classes count the same, with 0.875.
     */
    FineTuningData imbalancedData() throws IOException {
        return FineTuningData.read(
                "classification",
                imbalanced("rare-train.tsv", 600, 1),
                imbalanced("rare-dev.tsv", 240, 2),
                Columns.of("text", "label"));
    }

    FineTuningData classData(int rows) throws IOException {
        return FineTuningData.read(
                "classification",
                classes("train.tsv", rows, 1),
                classes("dev.tsv", 150, 2),
                Columns.of("text", "label"));
    }

    static FineTuningPlan plan(int epochs, double rate, Long... seeds) {
        FineTuningConfig config = new FineTuningConfig(
                rate, 1, 0.01, 0.1, 16, epochs, 20, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0.1, false);
        return new FineTuningPlan(
                config, List.of(rate), List.of(seeds), false, Selection.HELD_OUT, 0.2, "accuracy", false, 0, false);
    }

    FineTuning fineTuning(String out, FineTuningData data, FineTuningPlan plan) {
        return new FineTuning(model, folder.resolve(out), data, plan, "electra finetune").threads(2);
    }
}
