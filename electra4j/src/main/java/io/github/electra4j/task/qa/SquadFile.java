package io.github.electra4j.task.qa;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import tools.jackson.databind.json.JsonMapper;

/** An object of values by the ids of questions, as SQuAD's official scorers read it, written entry by entry. */
public final class SquadFile implements Closeable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Writer out;
    private final QuestionIds ids = new QuestionIds();
    private boolean begun;

    /** Begins an object. */
    public SquadFile(Writer out) {
        this.out = out;
    }

    /**
     * Writes the value of a question: of predictions a text, empty for no answer; of scores of there being no answer a number.
     *
     * @throws IllegalArgumentException where the question has no id, or that of one before: of two equal keys a reader of JSON takes either, or neither
     */
    public void write(Question question, Object value) throws IOException {
        ids.addNamed(question);
        out.write(begun ? ",\n  " : "{\n  ");
        out.write(MAPPER.writeValueAsString(question.id()));
        out.write(": ");
        out.write(MAPPER.writeValueAsString(value));
        begun = true;
    }

    /** Ends the object; the writer is closed by whoever opened it. */
    @Override
    public void close() throws IOException {
        out.write(begun ? "\n}\n" : "{}\n");
    }
}
