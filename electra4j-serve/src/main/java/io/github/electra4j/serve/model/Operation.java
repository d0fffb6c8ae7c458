package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.task.JsonRow;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be asked of a model. Inputs of equal operations are computed together, so one with a choice in it is a record.
 *
 * @param <I> an input
 * @param <O> what the model says to it
 */
public interface Operation<I, O> {
    /** Its name, as in {@code /v1/NAME}. */
    String name();

    /** Keys by which a request chooses how it is done, beside those of its inputs. */
    default Set<String> choices() {
        return Set.of();
    }

    /**
     * The same as a request chooses it.
     *
     * @throws IllegalArgumentException where there is no such choice
     */
    default Operation<I, O> chosen(JsonRow request) {
        return this;
    }

    /** Whether a model can do it. */
    boolean suits(Electra model);

    /** Keys of an input. */
    Set<String> keys(Electra model);

    /**
     * An input.
     *
     * @throws IllegalArgumentException where the object is none, see {@link JsonRow}
     */
    I read(JsonRow object, Electra model);

    /** Word pieces of an input, each as often as the network reads it. */
    long length(I input, Electra model);

    /**
     * Word pieces of an input as it was sent: fewer than its length where the model reads more than that.
     *
     * @param length of the input, see {@link #length}
     */
    default long sent(I input, long length, Electra model) {
        return length;
    }

    /** What a model says to inputs, in their order. */
    List<O> compute(List<I> inputs, Electra model);

    /** Whether something of an input was not read, since it is too long, by what the model says to it. */
    default boolean isCut(O output) {
        return false;
    }

    /** Writes what a model says, and that something was cut where it was; places count code points, as in all files of electra4j. */
    void write(I input, O output, ObjectNode object);
}
