package io.github.electra4j.task;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Predictions as lines, in the order in which they are written.
 *
 * <ul>
 *   <li>TSV: {@code row}, {@code id} and the task's columns: of classes {@code prediction}, {@code probability} and, where all is wanted,
 *       one column {@code probability:LABEL} for each
 *   <li>JSONL: an object a row, with the same keys, or those that the task says; {@code id} only where there is one
 * </ul>
 *
 * Rows are counted from 0. Probabilities have six decimals, values six significant digits.
 *
 * @param <A> an answer
 */
public final class PredictionWriter<A> implements Closeable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Writer out;
    private final Task<?, ?, A> task;
    private final boolean json;
    private final boolean whole;
    private long row;

    /**
     * @param out closed with the writer
     * @param json JSONL, or else TSV
     * @param whole whether all is written that a program may want, such as the probability of every class, or what people read
     */
    public PredictionWriter(Writer out, Task<?, ?, A> task, boolean json, boolean whole) throws IOException {
        this.out = out;
        this.task = task;
        this.json = json;
        this.whole = whole;
        if (!json) {
            List<String> header = new ArrayList<>(List.of("row", "id"));
            header.addAll(task.columns(whole));
            line(header);
        }
    }

    /** Writes the prediction of the next row. */
    public void write(@Nullable String id, A answer) throws IOException {
        if (json) {
            ObjectNode object = MAPPER.createObjectNode();
            object.put("row", row);
            if (id != null) {
                object.put("id", id);
            }
            task.write(answer, whole, object);
            out.write(MAPPER.writeValueAsString(object));
            out.write('\n');
        } else {
            for (List<String> some : task.lines(answer, whole)) {
                List<String> fields = new ArrayList<>(List.of(Long.toString(row), id == null ? "" : id));
                fields.addAll(some);
                line(fields);
            }
        }
        row++;
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

    /** Hands on what was written so far, for a reader that waits for it. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
