package io.github.electra4j.serve.model;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.CodePoints;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The probability of every word piece of having been put in place of another. */
public record Detect() implements OfText<List<DetectedToken>> {
    @Override
    public String name() {
        return "detect";
    }

    @Override
    public boolean suits(Electra model) {
        return model.architecture() == Architecture.DISCRIMINATOR;
    }

    @Override
    public List<List<DetectedToken>> compute(List<String> inputs, Electra model) {
        return model.detect(inputs);
    }

    @Override
    public void write(String input, List<DetectedToken> output, ObjectNode object) {
        CodePoints places = CodePoints.of(input);
        ArrayNode tokens = object.putArray("tokens");
        for (DetectedToken token : output) {
            tokens.addObject()
                    .put("token", token.token())
                    .put("start", places.before(token.start()))
                    .put("end", places.before(token.end()))
                    .put("probability", SixDecimals.of(token.probability()));
        }
    }
}
