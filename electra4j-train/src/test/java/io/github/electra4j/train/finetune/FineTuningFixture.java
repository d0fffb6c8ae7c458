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
