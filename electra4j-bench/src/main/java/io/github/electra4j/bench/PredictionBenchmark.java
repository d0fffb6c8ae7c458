package io.github.electra4j.bench;

import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.PredictionWriter;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prediction by ELECTRA-Small of random weights as {@code electra predict} does it, from rows in memory to lines of JSON: rows a second, on all
 * cores. The peer is {@code bench/peers/prediction_peer.py}.
 */
public final class PredictionBenchmark {
    private PredictionBenchmark() {}

    /** {@code TASK DATA VOCAB [PRECISION]}; prints one JSON line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 3 || args.length > 4) {
            System.err.println("usage: PredictionBenchmark classification|qa|tagging DATA VOCAB [PRECISION]");
            System.exit(2);
        }
        Vocabulary vocabulary = Vocabulary.load(Path.of(args[2]));
        EnginePrecision precision = EnginePrecision.of(args.length > 3 ? args[3] : "fp32");
        TaskFile file = TaskFile.read(args[0], Path.of(args[1]));
        Path folder = Files.createTempDirectory("prediction");
        Map<String, Object> result = new LinkedHashMap<>();
        try {
            Path model = folder.resolve("model");
            RandomModel.write(model, vocabulary, file.rows().task(), settings(file));
            try (Electra electra = Electra.load(model, precision)) {
                int rows = file.rows().size();
                // Compiled and unpacked by a tenth of the rows, from all over the file.
                predict(
                        electra,
                        file.rows()
                                .pick(IntStream.range(0, rows)
                                        .filter(i -> i % 10 == 0)
                                        .toArray()));
                long begin = System.nanoTime();
                predict(electra, file.rows());
                result.put("rows_per_second", rows / ((System.nanoTime() - begin) * 1e-9));
                result.put("rows", rows);
            }
        } finally {
            AtomicFiles.deleteTree(folder);
        }
        result.put("task", args[0]);
        result.put("precision", precision.name());
        result.put("tokens", file.tokens(vocabulary));
        System.out.println(new JsonMapper().writeValueAsString(result));
    }

    private static TaskSettings settings(TaskFile file) {
        return new ModelTask(file.rows().task(), file.columns(), file.maxLength(), Pooling.CLS, List.of(), null)
                .toSettings();
    }

    private static <R extends TaskRow, W extends Window, A> void predict(Electra electra, TaskRows<R, W, A> rows)
            throws IOException {
        Task<R, W, A> task = rows.task();
        List<A> answers = electra.answer(rows);
        try (Writer nowhere = Writer.nullWriter()) {
            PredictionWriter<A> out = new PredictionWriter<>(nowhere, task, true, true);
            for (int i = 0; i < rows.size(); i++) {
                out.write(rows.rows().get(i).id(), answers.get(i));
            }
        }
    }
}
