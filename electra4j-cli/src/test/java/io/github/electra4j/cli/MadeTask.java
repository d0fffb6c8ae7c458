package io.github.electra4j.cli;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A made-up task of every kind for the tiny network: its rows, and the options that a fine-tuning of it needs. */
enum MadeTask {
    CLASSIFICATION("{\"text\": \"w%1$d %2$s\", \"label\": \"c%1$d\"}", "--text-column text --label-column label"),
    REGRESSION("{\"text\": \"w%1$d %2$s\", \"label\": %1$d}", "--text-column text --label-column label"),
    TAGGING("{\"text\": \"w%1$d %2$s\", \"spans\": [{\"start\": 0, \"end\": 3, \"label\": \"T%1$d\"}]}", ""),
    QA(
            "{\"question\": \"w%1$d\", \"context\": \"%2$s w%1$d\", \"answers\": [{\"text\": \"w%1$d\", \"start\": %3$d}]}",
            "--task-option doc_stride=30 --task-option max_question_length=4"),
    RELATION(
            "{\"text\": \"w%1$d %2$s\", \"head\": {\"start\": 0, \"end\": 3}, \"tail\": {\"start\": 4, \"end\": 7}, \"relation\": \"r%1$d\"}",
            ""),
    CHOICE("{\"context\": \"w%1$d %2$s\", \"options\": [\"w%1$d\", \"w40\"], \"answer\": 0}", ""),
    EXTRACTION(
            "{\"text\": \"w%1$d %2$s\", \"entities\": [{\"start\": 0, \"end\": 3, \"label\": \"E\"}, {\"start\": 4, \"end\": 7, \"label\": \"E\"}],"
                    + " \"relations\": [{\"head\": 0, \"tail\": 1, \"relation\": \"r%1$d\"}]}",
            "");

    private final String row;
    private final String options;

    MadeTask(String row, String options) {
        this.row = row;
        this.options = options;
    }

    private static String words(int count, CounterRandom random) {
        List<String> words = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            words.add("w" + (20 + random.nextInt(60)));
        }
        return String.join(" ", words);
    }

    /** A row about so many words, beside the one that is to be learned. */
    String row(int words, long seed, long number) {
        CounterRandom random = CounterRandom.of(seed, name(), number, 0);
        int kind = 10 + random.nextInt(2);
        String others = words(words, random);
        return String.format(row, kind, others, others.length() + 1);
    }

    /** Writes the network that knows the words and markers to {@code model/}, and the rows to {@code train.jsonl} and {@code dev.jsonl}. */
    void write(Path folder, int rows) throws IOException {
        TinyTask.model(folder);
        Path vocabulary = folder.resolve("model/vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("\nw5\nw6\nw7\nw8\n", "\n@\n#\n*\n^\n"));
        for (String file : List.of("train.jsonl", "dev.jsonl")) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                text.append(row(4, file.hashCode(), i)).append('\n');
            }
            Files.writeString(folder.resolve(file), text);
        }
    }

    /** The arguments of its fine-tuning. */
    String[] fineTuning(String out, int epochs) {
        String command = "finetune --model model --train train.jsonl --dev dev.jsonl --batch 8 --learning-rate 3e-3"
                + " --layerwise-decay 1 --max-length 40 --threads 2 --save-every 0.02 --task " + kind() + " --epochs "
                + epochs + " --out " + out + " " + options;
        return command.strip().split(" ");
    }

    /** The name on the command line. */
    String kind() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
