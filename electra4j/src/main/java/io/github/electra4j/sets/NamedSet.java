package io.github.electra4j.sets;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data set that goes by a name: what its official files are and how it is scored. All of them stand in {@code named-sets.json}.
 *
 * @param name for {@code --task}
 * @param folders names that its folder goes by
 * @param task the kind of task, such as {@code classification}
 * @param labels in the official order; empty where they stand in {@code labelsFile} or are those of the training rows
 * @param labelsFile a JSON list of the labels in the official order; null for none
 * @param range of the labels of a regression; null for none
 * @param metrics figures that the set is scored by, the one to choose by first
 * @param epochs published passes over the training rows, or, where there are none, what suits its size
 * @param maxLength most tokens that suit it
 * @param batch rows a step that suit it
 * @param bothOrders whether pairs are learned in both orders
 * @param options that its kind of task alone has, by name
 * @param outOfScope the label of texts that belong to no class; null for none
 * @param modelOf the set that a model for this one is trained on; null for itself
 * @param train rows to learn from; null where there are none
 * @param measured labelled parts, the one that every seed is measured on first
 * @param submitted parts without labels whose predictions the benchmark takes
 */
public record NamedSet(
        String name,
        List<String> folders,
        String task,
        List<String> labels,
        @Nullable String labelsFile,
        @Nullable LabelRange range,
        List<String> metrics,
        int epochs,
        int maxLength,
        int batch,
        boolean bothOrders,
        Map<String, String> options,
        @Nullable String outOfScope,
        @Nullable String modelOf,
        @Nullable Part train,
        List<Part> measured,
        List<Part> submitted) {
    public NamedSet {
        folders = List.copyOf(folders);
        labels = List.copyOf(labels);
        metrics = List.copyOf(metrics);
        options = Map.copyOf(options);
        measured = List.copyOf(measured);
        submitted = List.copyOf(submitted);
    }

    /**
     * Some of its rows.
     *
     * @param name what it is called; of a part that is submitted, the file that the benchmark takes
     * @param files that hold it, the first that is there
     * @param columns of the file; the label null where it is not known
     * @param splits the lists of a JSON file that hold it; empty for a table
     */
    public record Part(String name, List<String> files, Columns columns, List<String> splits) {
        public Part {
            files = List.copyOf(files);
            splits = List.copyOf(splits);
        }
    }

    /**
     * The set of a name.
     *
     * @throws IllegalArgumentException where there is none, with those there are
     */
    public static NamedSet of(String name) {
        NamedSet set = NamedSets.all().get(name);
        if (set == null) {
            throw new IllegalArgumentException("no data set \"" + name + "\"; there are " + String.join(", ", names()));
        }
        return set;
    }

    /** Whether a set has this name. */
    public static boolean isKnown(String name) {
        return NamedSets.all().containsKey(name);
    }

    /** The names of all sets, in the order of their list. */
    public static List<String> names() {
        return List.copyOf(NamedSets.all().keySet());
    }

    /** All sets by name. */
    public static Map<String, NamedSet> all() {
        return NamedSets.all();
    }

    /**
     * The labelled part of a name.
     *
     * @throws IllegalArgumentException where there is none, with those there are
     */
    public Part measured(String part) {
        return measured.stream().filter(p -> p.name().equals(part)).findFirst().orElseThrow(() -> {
            String known = measured.stream().map(Part::name).collect(Collectors.joining(", "));
            return new IllegalArgumentException("no part \"" + part + "\" of " + name + "; there are " + known);
        });
    }

    /** Names that official files of the set go by. */
    public Set<String> files() {
        return Stream.of(Stream.ofNullable(train), measured.stream(), submitted.stream())
                .flatMap(parts -> parts)
                .flatMap(part -> part.files().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The kind of task. */
    public TaskKind<?> kind() {
        return TaskKinds.of(task);
    }

    /** The labelled part that every seed is measured on. */
    public Part dev() {
        return measured.get(0);
    }
}
