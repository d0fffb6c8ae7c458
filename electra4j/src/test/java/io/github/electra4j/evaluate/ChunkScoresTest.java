package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of chunks against those of src/test/python/chunk_scores.py, which are seqeval's too, and against counts by hand. */
class ChunkScoresTest {
    private static List<List<String>> sentences(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(tags -> StreamSupport.stream(tags.spliterator(), false)
                        .map(JsonNode::stringValue)
                        .toList())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> figures_ofMadeSentences_arePythons() throws IOException {
        try (InputStream in = ChunkScoresTest.class.getResourceAsStream("/metrics/chunks.json")) {
            JsonNode cases = new JsonMapper().readTree(Objects.requireNonNull(in));
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(each -> DynamicTest.dynamicTest(each.get("name").stringValue(), () -> {
                        Evaluation found = ChunkScores.of(
                                        sentences(each.get("gold")), sentences(each.get("predicted")), List.of("PER"))
                                .evaluate();
                        assertThat(found.figures().keySet())
                                .containsExactlyInAnyOrderElementsOf(
                                        each.get("figures").propertyNames());
                        each.get("figures").properties().forEach(figure -> assertThat(found.figure(figure.getKey()))
                                .as(figure.getKey())
                                .isCloseTo(figure.getValue().doubleValue(), within(1e-12)));
                    }))
                    .toList()
                    .stream();
        }
    }

    // By hand: gold has PER 0-2, LOC 3-4, PER 4-5; predicted PER 0-2, LOC 3-5, nothing else. 1 of 2 predictions and of
    // 3 chunks is right.
    @Test
    void figures_ofOneSentence_areCountedByHand() {
        Evaluation found = ChunkScores.of(
                        List.of(List.of("B-PER", "I-PER", "O", "B-LOC", "B-PER")),
                        List.of(List.of("B-PER", "I-PER", "O", "B-LOC", "I-LOC")),
                        List.of("PER", "LOC", "ORG"))
                .evaluate();
        assertThat(found.figures())
                .isEqualTo(Map.ofEntries(
                        Map.entry("precision", 0.5),
                        Map.entry("recall", 1 / 3.0),
                        Map.entry("f1", 0.4),
                        Map.entry("accuracy", 0.8),
                        Map.entry("precision:PER", 1.0),
                        Map.entry("recall:PER", 0.5),
                        Map.entry("f1:PER", 2 / 3.0),
                        Map.entry("precision:LOC", 0.0),
                        Map.entry("recall:LOC", 0.0),
                        Map.entry("f1:LOC", 0.0),
                        Map.entry("precision:ORG", 0.0),
                        Map.entry("recall:ORG", 0.0),
                        Map.entry("f1:ORG", 0.0)));
    }

    /** Of sentences that were drawn the figures are those of a file that holds them, one as often as it was drawn. */
    @Test
    void figures_ofDrawnSentences_areThoseOfAFileOfThem() {
        List<List<String>> gold = List.of(List.of("B-PER", "O"), List.of("B-LOC", "I-LOC", "O"), List.of("O", "B-PER"));
        List<List<String>> predicted =
                List.of(List.of("B-PER", "O"), List.of("B-LOC", "O", "O"), List.of("B-ORG", "O"));
        int[] drawn = {1, 0, 0};

        Evaluation found = ChunkScores.of(gold, predicted, List.of("MISC")).evaluate(drawn);

        List<String> types = List.of("MISC", "PER", "LOC");
        assertThat(found)
                .isEqualTo(ChunkScores.of(
                                Arrays.stream(drawn).mapToObj(gold::get).toList(),
                                Arrays.stream(drawn).mapToObj(predicted::get).toList(),
                                types)
                        .evaluate());
        assertThat(found.figure("f1")).as("two of three in both").isEqualTo(2 / 3.0);
    }

    @Test
    void chunks_ofEveryScheme_areTheSame() {
        List<Chunk> chunks = List.of(new Chunk(0, 2, "A"), new Chunk(2, 3, "A"), new Chunk(4, 5, "B-C"));
        assertThat(Chunk.of(List.of("I-A", "I-A", "B-A", "O", "I-B-C"))).isEqualTo(chunks);
        assertThat(Chunk.of(List.of("B-A", "I-A", "B-A", "O", "B-B-C"))).isEqualTo(chunks);
        assertThat(Chunk.of(List.of("B-A", "E-A", "S-A", "O", "S-B-C"))).isEqualTo(chunks);
        assertThat(Chunk.of(List.of("B-A", "L-A", "U-A", "O", "U-B-C"))).isEqualTo(chunks);
        assertThat(Chunk.of(List.of())).isEmpty();
    }
}
