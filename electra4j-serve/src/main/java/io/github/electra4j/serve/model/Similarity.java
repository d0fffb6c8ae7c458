package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.SentenceSimilarity;
import io.github.electra4j.json.SixDecimals;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.LabeledText;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The cosine of the vectors of two texts. */
public record Similarity(Pooling pooling) implements Operation<LabeledText, Double> {
    @Override
    public String name() {
        return "similarity";
    }

    @Override
    public Set<String> choices() {
        return Poolings.KEYS;
    }

    @Override
    public Operation<LabeledText, Double> chosen(JsonRow request) {
        return new Similarity(Poolings.of(request, pooling));
    }

    @Override
    public boolean suits(Electra model) {
        return true;
    }

    @Override
    public Set<String> keys(Electra model) {
        return Set.of("text", "pair");
    }

    @Override
    public LabeledText read(JsonRow object, Electra model) {
        return LabeledText.of(object.text("text"), object.text("pair"));
    }

    @Override
    public long length(LabeledText input, Electra model) {
        return texts(input).mapToLong(model::countTokens).sum();
    }

    private static Stream<String> texts(LabeledText input) {
        return Stream.of(input.text(), Objects.requireNonNull(input.pair()));
    }

    @Override
    public List<Double> compute(List<LabeledText> inputs, Electra model) {
        float[][] vectors =
                model.encode(inputs.stream().flatMap(Similarity::texts).toList(), pooling);
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> SentenceSimilarity.cosine(vectors[2 * i], vectors[2 * i + 1]))
                .toList();
    }

    @Override
    public void write(LabeledText input, Double output, ObjectNode object) {
        object.put("cosine", SixDecimals.of(output));
    }
}
