package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Facts;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExtractionScoresTest {
    private static final Entity ADA = new Entity(0, 3, "PER");
    private static final Entity PARIS = new Entity(20, 25, "LOC");
    private static final Entity ACME = new Entity(10, 14, "ORG");

    /**
     * By hand. First text: 3 entities, 2 relations; found are ADA, PARIS and an ORG that begins one place late: 2 of 3 entities right; the relation
     * of ADA to PARIS is right, that of ADA to the wrong ORG is not, and there is a third one with head and tail changed about: 1 of 3. Second
     * text: 1 entity, found with another type, and no relation: 0 of 1. So entities: 2 right of 4 found and 4 there; relations: 1 right of 3
     * found and 2 there, f1 = 2 / 5.
     */
    @Test
    void of_twoTexts_isAsByHand() {
        Entity late = new Entity(11, 14, "ORG");
        Facts gold = Facts.of(
                List.of(ADA, ACME, PARIS),
                List.of(new Relation(ADA, PARIS, "lives_in"), new Relation(ADA, ACME, "works_for")));
        Facts found = Facts.of(
                List.of(ADA, late, PARIS),
                List.of(
                        new Relation(ADA, PARIS, "lives_in"),
                        new Relation(PARIS, ADA, "lives_in"),
                        new Relation(ADA, late, "works_for")));
        Evaluation evaluation = ExtractionScores.of(
                List.of(gold, Facts.of(List.of(ADA), List.of())),
                List.of(found, Facts.of(List.of(new Entity(0, 3, "LOC")), List.of())),
                List.of("LOC", "MISC"),
                List.of());
        Map<String, Double> expected = new LinkedHashMap<>();
        expected.put("relation_f1", 2 / 5.0);
        expected.put("relation_precision", 1 / 3.0);
        expected.put("relation_recall", 1 / 2.0);
        expected.put("entity_f1", 0.5);
        expected.put("entity_precision", 0.5);
        expected.put("entity_recall", 0.5);
        expected.put("relation_f1:lives_in", 2 / 3.0);
        expected.put("relation_precision:lives_in", 1 / 2.0);
        expected.put("relation_recall:lives_in", 1.0);
        expected.put("relation_f1:works_for", 0.0);
        expected.put("relation_precision:works_for", 0.0);
        expected.put("relation_recall:works_for", 0.0);
        expected.put("entity_f1:LOC", 2 / 3.0);
        expected.put("entity_precision:LOC", 1 / 2.0);
        expected.put("entity_recall:LOC", 1.0);
        expected.put("entity_f1:MISC", 0.0);
        expected.put("entity_precision:MISC", 0.0);
        expected.put("entity_recall:MISC", 0.0);
        expected.put("entity_f1:ORG", 0.0);
        expected.put("entity_precision:ORG", 0.0);
        expected.put("entity_recall:ORG", 0.0);
        expected.put("entity_f1:PER", 2 / 3.0);
        expected.put("entity_precision:PER", 1.0);
        expected.put("entity_recall:PER", 1 / 2.0);
        assertThat(evaluation.figures().keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach(
                (key, figure) -> assertThat(evaluation.figure(key)).as(key).isCloseTo(figure, within(1e-12)));
        assertThat(evaluation.rows()).isEqualTo(2);
    }

    /** Equal to src/test/python/extraction_scores.py, which counts in another way: by going through lists, without sets. */
    @Test
    void of_madeTexts_isThatOfTheScript() throws IOException {
        JsonNode fixture = JsonText.readObject(Path.of("src/test/resources/metrics/extractions.json"));
        Evaluation evaluation = ExtractionScores.of(
                facts(fixture.path("gold")), facts(fixture.path("predicted")), List.of(), List.of());
        assertThat(fixture.path("figures").size())
                .isEqualTo(evaluation.figures().size());
        fixture.path("figures").properties().forEach(figure -> assertThat(evaluation.figure(figure.getKey()))
                .as(figure.getKey())
                .isCloseTo(figure.getValue().doubleValue(), within(1e-12)));
    }

    private static List<Facts> facts(JsonNode rows) {
        List<Facts> facts = new ArrayList<>();
        for (JsonNode row : rows) {
            List<Entity> entities = new ArrayList<>();
            row.path("entities")
                    .forEach(entity -> entities.add(new Entity(
                            entity.path("start").intValue(),
                            entity.path("end").intValue(),
                            entity.path("label").stringValue())));
            List<Relation> relations = new ArrayList<>();
            row.path("relations")
                    .forEach(relation -> relations.add(new Relation(
                            entities.get(relation.path("head").intValue()),
                            entities.get(relation.path("tail").intValue()),
                            relation.path("relation").stringValue())));
            facts.add(Facts.of(entities, relations));
        }
        return facts;
    }
}
