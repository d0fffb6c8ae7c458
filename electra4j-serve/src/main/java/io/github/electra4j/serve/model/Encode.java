package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.task.JsonRow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The vector of a text. */
public record Encode(Pooling pooling) implements OfText<float[]> {
    @Override
    public String name() {
        return "encode";
    }

    @Override
    public Set<String> choices() {
        return Poolings.KEYS;
    }

    @Override
    public Operation<String, float[]> chosen(JsonRow request) {
        return new Encode(Poolings.of(request, pooling));
    }

    @Override
    public boolean suits(Electra model) {
        return true;
    }

    @Override
    public List<float[]> compute(List<String> inputs, Electra model) {
        return Arrays.asList(model.encode(inputs, pooling));
    }

    @Override
    public void write(String input, float[] output, ObjectNode object) {
        Vectors.add(output, object.putArray("vector"));
    }
}
