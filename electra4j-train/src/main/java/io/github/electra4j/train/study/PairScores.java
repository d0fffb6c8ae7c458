package io.github.electra4j.train.study;

import io.github.electra4j.Electra;
import io.github.electra4j.TextScore;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.LabeledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which minimal pairs a model got right: those whose better text has the higher score, by whatever the model scores texts with (see
 * {@link io.github.electra4j.Scoring}).
 *
 * @param right for each pair
 */
record PairScores(boolean[] right) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of a model, kept in a file and read from there where the pairs are the same. */
    static PairScores of(Path model, PairSet.Rows rows, Path file) throws IOException {
        if (Files.exists(file)) {
            Fields fields = new Fields(file.toString(), JsonText.readValues(file));
            if (rows.sha256().equals(fields.string("data_sha256"))) {
                String right = fields.string("right");
                boolean[] known = new boolean[right.length()];
                IntStream.range(0, known.length).forEach(i -> known[i] = right.charAt(i) == '1');
                return new PairScores(known);
            }
        }
        PairScores scores = score(model, rows.pairs());
        StringBuilder right = new StringBuilder();
        for (boolean each : scores.right) {
            right.append(each ? '1' : '0');
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("data_sha256", rows.sha256());
        values.put("accuracy", scores.accuracy());
        values.put("right", right.toString());
        AtomicFiles.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
        return scores;
    }

    private static PairScores score(Path model, List<LabeledText> pairs) throws IOException {
        List<String> texts = new ArrayList<>();
        for (LabeledText pair : pairs) {
            texts.add(pair.text());
            texts.add(Objects.requireNonNull(pair.pair()));
        }
        try (Electra electra = Electra.load(model)) {
            List<TextScore> scores = electra.score(texts);
            boolean[] right = new boolean[pairs.size()];
            for (int i = 0; i < right.length; i++) {
                right[i] = scores.get(2 * i).total() > scores.get(2 * i + 1).total();
            }
            return new PairScores(right);
        }
    }

    /** Share of the pairs that are right. */
    double accuracy() {
        return accuracy(IntStream.range(0, right.length).toArray());
    }

    /** The same of some pairs. */
    double accuracy(int[] drawn) {
        return Arrays.stream(drawn).filter(i -> right[i]).count() / (double) drawn.length;
    }
}
