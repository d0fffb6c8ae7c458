package io.github.electra4j.train.study;

import io.github.electra4j.Electra;
import io.github.electra4j.PairScores;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.LabeledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which minimal pairs a model got right: those whose better text has the higher score, by whatever the model scores texts with (see
 * {@link io.github.electra4j.Scoring}).
 *
 * @param right for each pair
 */
record JudgedPairs(boolean[] right) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String GOOD_COLUMN = "good_column";
    private static final String BAD_COLUMN = "bad_column";

    /** Of a model, kept in a file and read from there where the pairs are the same. */
    static JudgedPairs of(Path model, PairSet set, PairSet.Rows rows, Path file) throws IOException {
        if (Files.exists(file)) {
            Fields fields = new Fields(file.toString(), JsonText.readValues(file));
            if (rows.sha256().equals(fields.string("data_sha256"))
                    && set.good().equals(fields.stringOr(GOOD_COLUMN, PairSet.GOOD))
                    && set.bad().equals(fields.stringOr(BAD_COLUMN, PairSet.BAD))) {
                String right = fields.string("right");
                boolean[] known = new boolean[right.length()];
                IntStream.range(0, known.length).forEach(i -> known[i] = right.charAt(i) == '1');
                return new JudgedPairs(known);
            }
        }
        JudgedPairs scores = score(model, rows.pairs());
        StringBuilder right = new StringBuilder();
        for (boolean each : scores.right) {
            right.append(each ? '1' : '0');
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("data_sha256", rows.sha256());
        values.put(GOOD_COLUMN, set.good());
        values.put(BAD_COLUMN, set.bad());
        values.put("accuracy", scores.accuracy());
        values.put("right", right.toString());
        AtomicFiles.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n");
        return scores;
    }

    private static JudgedPairs score(Path model, List<LabeledText> pairs) throws IOException {
        try (Electra electra = Electra.load(model)) {
            return new JudgedPairs(PairScores.of(electra, pairs).right());
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
