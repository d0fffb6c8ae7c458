package io.github.electra4j.task.extraction;

import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Facts;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was found in a text.
 *
 * @param of the text and its words
 * @param entities in the order of the text
 * @param relations between them
 */
public record Extraction(TaggedText of, List<TaggedSpan> entities, List<FoundRelation> relations) {
    public Extraction {
        entities = List.copyOf(entities);
        relations = List.copyOf(relations);
    }

    /** An entity without its probability. */
    Entity entity(int i) {
        TaggedSpan span = entities.get(i);
        return new Entity(span.start(), span.end(), span.label());
    }

    /** The same, to be measured. */
    Facts facts() {
        return Facts.of(
                IntStream.range(0, entities.size()).mapToObj(this::entity).toList(),
                relations.stream()
                        .map(found -> new Relation(entity(found.head()), entity(found.tail()), found.relation()))
                        .toList());
    }
}
