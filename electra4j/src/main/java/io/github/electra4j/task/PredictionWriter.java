package io.github.electra4j.task;

import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Predictions as lines, in the order in which they are written.
 *
 * <ul>
 *   <li>TSV: {@code row}, {@code id}, {@code prediction}; for classes also {@code probability} (of the prediction) and, where the
 *       whole distribution is wanted, one column {@code probability:LABEL} for each
 *   <li>JSONL: the same keys, the distribution as an object {@code probabilities} by label; {@code id} only where there is one
 * </ul>
 *
 * Rows are counted from 0. Probabilities have six decimals, values six significant digits.
 */
public final class PredictionWriter implements Closeable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Writer out;
    private final TextTask task;
    private final boolean json;
    private final boolean distribution;
    private long row;

    /**
     * @param out closed with the writer
     * @param json JSONL, or else TSV
     * @param distribution whether the probability of every class is written, or that of the prediction alone
     */
    public PredictionWriter(Writer out, TextTask task, boolean json, boolean distribution) throws IOException {
        this.out = out;
        this.task = task;
        this.json = json;
        this.distribution = distribution;
        if (!json) {
            List<String> header = new ArrayList<>(List.of("row", "id", "prediction"));
            if (task instanceof TextClassification classification) {
                header.add("probability");
                if (distribution) {
                    classification.labels().names().forEach(label -> header.add("probability:" + label));
                }
            }
            line(header);
        }
    }

    /** Writes the prediction of the next row. */
    public void write(@Nullable String id, Prediction prediction) throws IOException {
        if (json) {
            out.write(MAPPER.writeValueAsString(object(id, prediction)));
            out.write('\n');
        } else {
            List<String> fields = new ArrayList<>(List.of(Long.toString(row), id == null ? "" : id));
            if (prediction instanceof ClassPrediction c) {
                fields.add(c.label());
                fields.add(probability(c.probability()));
                if (distribution) {
                    for (double p : c.probabilities()) {
                        fields.add(probability(p));
                    }
                }
            } else if (prediction instanceof ValuePrediction v) {
                fields.add(value(v.value()));
            }
            line(fields);
        }
        row++;
    }

    private ObjectNode object(@Nullable String id, Prediction prediction) {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("row", row);
        if (id != null) {
            object.put("id", id);
        }
        if (prediction instanceof ClassPrediction c && task instanceof TextClassification classification) {
            object.put("prediction", c.label());
            object.put("probability", Double.parseDouble(probability(c.probability())));
            if (distribution) {
                ObjectNode probabilities = object.putObject("probabilities");
                for (int i = 0; i < c.probabilities().length; i++) {
                    probabilities.put(
                            classification.labels().name(i), Double.parseDouble(probability(c.probabilities()[i])));
                }
            }
        } else if (prediction instanceof ValuePrediction v) {
            object.put("prediction", Double.parseDouble(value(v.value())));
        }
        return object;
    }

    /** TSV knows no quoting, so a TAB or a line break inside a field (a label of a CSV file, say) becomes a space. */
    private void line(List<String> fields) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.write('\t');
            }
            out.write(fields.get(i).replaceAll("[\t\r\n]+", " "));
        }
        out.write('\n');
    }

    private static String probability(double p) {
        return String.format(Locale.ROOT, "%.6f", p);
    }

    private static String value(double v) {
        return String.format(Locale.ROOT, "%.6g", v);
    }

    /** Hands on what was written so far, for a reader that waits for it. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
