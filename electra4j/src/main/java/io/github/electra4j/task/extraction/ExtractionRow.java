package io.github.electra4j.task.extraction;

import io.github.electra4j.evaluate.Chunk;
import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Facts;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.tagging.TaggedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text, and what it says where that is known.
 *
 * @param tagged the text with its words, and with tags of the entities
 * @param facts the entities, in whole words, and the relations; null where they are not known
 */
public record ExtractionRow(TaggedText tagged, @Nullable Facts facts) implements TaskRow {
    /** A text of which nothing is known. */
    public static ExtractionRow of(String text) {
        return new ExtractionRow(TaggedText.of(text), null);
    }

    /**
     * The row of an object {@code {"id"?, "text", "entities": [{"start", "end", "label"}], "relations": [{"head", "tail", "relation"}]}}.
     * Starts and ends count code points, as Python does; head and tail count entities from 0.
     *
     * @param labeled whether more than the text is read
     * @throws IllegalArgumentException where an entity lies outside the text or shares a word with another one, or a relation is of an
     *     entity that is not there, among other things
     */
    public static ExtractionRow of(JsonRow row, boolean labeled) {
        TaggedText tagged = TaggedText.of(row, labeled, "entities");
        if (!labeled) {
            return new ExtractionRow(tagged, null);
        }
        Entity[] entities = entities(row, tagged);
        List<Relation> relations = new ArrayList<>();
        for (JsonRow relation : row.objects("relations")) {
            int head = entity(relation, "head", entities.length);
            int tail = entity(relation, "tail", entities.length);
            if (head == tail) {
                throw relation.wrong("tail", "is " + tail + ", as is head; expected another entity");
            }
            relations.add(new Relation(entities[head], entities[tail], name(relation)));
        }
        return new ExtractionRow(tagged, Facts.of(Arrays.asList(entities), relations));
    }

    /** The entities in the order of the file; the chunks of the tags are in that of the text, and no two share a word. */
    private static Entity[] entities(JsonRow row, TaggedText tagged) {
        List<JsonRow> objects = row.objects("entities");
        List<Integer> order = IntStream.range(0, objects.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> objects.get(i).whole("start")))
                .toList();
        List<Chunk> chunks = Chunk.of(tagged.knownTags());
        Entity[] entities = new Entity[objects.size()];
        for (int i = 0; i < entities.length; i++) {
            Chunk chunk = chunks.get(i);
            entities[order.get(i)] = new Entity(
                    tagged.words().get(chunk.start()).start(),
                    tagged.words().get(chunk.end() - 1).end(),
                    chunk.type());
        }
        return entities;
    }

    private static int entity(JsonRow relation, String key, int entities) {
        int index = relation.whole(key);
        if (index >= entities) {
            throw relation.wrong(
                    key,
                    "is " + index + ", and the row has " + entities + (entities == 1 ? " entity" : " entities")
                            + ": expected the number of one of them, from 0");
        }
        return index;
    }

    private static String name(JsonRow relation) {
        String name = relation.text("relation").strip();
        if (name.isEmpty()) {
            throw relation.wrong("relation", "is empty; fill it in or leave the relation out");
        }
        if (name.equals(ExtractionTask.NONE)) {
            throw relation.wrong(
                    "relation",
                    "is \"" + name + "\", which is learned of all pairs that have no relation; leave it out");
        }
        return name;
    }

    /**
     * The entities and relations.
     *
     * @throws IllegalArgumentException where they are not known
     */
    public Facts known() {
        if (facts == null) {
            throw new IllegalArgumentException(
                    place() + ": no entities; expected the keys \"entities\" and \"relations\"");
        }
        return facts;
    }

    @Override
    public @Nullable String id() {
        return tagged.id();
    }

    @Override
    public Path file() {
        return tagged.file();
    }

    @Override
    public long line() {
        return tagged.line();
    }
}
