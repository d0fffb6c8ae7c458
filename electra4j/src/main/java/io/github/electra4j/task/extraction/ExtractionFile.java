package io.github.electra4j.task.extraction;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.extraction.Candidates.Types;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.Tagging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** {@code extraction.json} in a directory: that the two models in it belong together, and which entities are asked about. */
public final class ExtractionFile {
    /** The file's name. */
    public static final String NAME = "extraction.json";

    /** The folder of the model that finds the entities. */
    public static final String ENTITIES = "entities";

    /** The folder of the model that names the relations. */
    public static final String RELATIONS = "relations";

    private static final String MAX_DISTANCE = "max_distance";
    private static final String PAIRS = "pairs";

    private ExtractionFile() {}

    /** Writes the file of a task. */
    public static void write(Path directory, ExtractionTask task) throws IOException {
        Map<String, Object> map = new TreeMap<>();
        map.put("task", ExtractionTask.KIND.name());
        map.put(MAX_DISTANCE, task.candidates().farthest());
        map.put(
                PAIRS,
                task.candidates().types().stream()
                        .map(types -> List.of(types.head(), types.tail()))
                        .toList());
        AtomicFiles.writeString(directory.resolve(NAME), JsonText.pretty(JsonText.node(map)));
    }

    /**
     * The task of a directory.
     *
     * @param entities the task of the model in {@link #ENTITIES}
     * @param relations that of the model in {@link #RELATIONS}
     * @throws IllegalArgumentException where they are not such tasks, or the file is damaged
     */
    public static ExtractionTask read(Path directory, Task<?, ?, ?> entities, Task<?, ?, ?> relations)
            throws IOException {
        Path file = directory.resolve(NAME);
        if (!(entities instanceof Tagging tagging)) {
            throw wrong(
                    directory.resolve(ENTITIES), "the model is for " + entities.name() + ", expected one for tagging");
        }
        if (!(relations instanceof RelationTask pairs)) {
            throw wrong(
                    directory.resolve(RELATIONS),
                    "the model is for " + relations.name() + ", expected one for relation");
        }
        JsonNode json = JsonText.readObject(file);
        SortedSet<Types> types = new TreeSet<>();
        for (JsonNode pair : json.path(PAIRS)) {
            if (!pair.path(0).isString() || !pair.path(1).isString()) {
                throw wrong(file, PAIRS + " has " + pair + ", expected the types of a head and a tail");
            }
            types.add(new Types(pair.path(0).stringValue(), pair.path(1).stringValue()));
        }
        JsonNode farthest = json.path(MAX_DISTANCE);
        if (types.isEmpty() || !farthest.isInt() || farthest.intValue() < 0) {
            throw wrong(
                    file,
                    "expected \"" + PAIRS + "\" with types of heads and tails, and \"" + MAX_DISTANCE
                            + "\" with a whole number");
        }
        return new ExtractionTask(tagging, pairs, new Candidates(types, farthest.intValue()));
    }

    private static IllegalArgumentException wrong(Path place, String what) {
        return new IllegalArgumentException(place + ": " + what + "; fine-tune the model again, or put a copy back");
    }
}
