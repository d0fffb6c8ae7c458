package io.github.electra4j.train.study;

import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the results of a study are measured by.
 *
 * @param tasks that each is fine-tuned on
 * @param pairs that each is asked of as it is
 */
public record Measures(List<StudyTask> tasks, List<PairSet> pairs) {
    /** Checks that no two would share a folder. */
    public Measures {
        tasks = List.copyOf(tasks);
        pairs = List.copyOf(pairs);
        Set<String> folders = new HashSet<>();
        List<String> names = new ArrayList<>(tasks.stream().map(StudyTask::name).toList());
        names.addAll(pairs.stream().map(PairSet::name).toList());
        for (String name : names) {
            if (Arm.folder(name).equals(StudyResults.AVERAGE)) {
                throw new IllegalArgumentException(
                        "name: \"" + name + "\" is what the mean of the tasks is called; choose another");
            }
            if (!folders.add(Arm.folder(name))) {
                throw new IllegalArgumentException(
                        "name: two tasks are called \"" + name + "\" but for case and punctuation; rename one");
            }
        }
    }

    /**
     * Reads those of a JSON file: an object with the list {@code tasks} and, where wanted, {@code pairs}. Keys of a task: {@code name},
     * {@code kind}, {@code train}, {@code dev}, for classification and regression {@code text_column} and {@code label_column}, or
     * {@code set} and {@code data} in place of these, and, where wanted, {@code pair_column}, {@code header}, {@code train_rows}, {@code metric}, {@code rates}, {@code held_out}, {@code epochs},
     * {@code batch}, {@code max_length}, {@code dropout}, {@code layerwise_decay}, {@code head}, {@code pooling}, {@code both_orders},
     * {@code seeds}. Keys of pairs: {@code name}, {@code data} and, where wanted, {@code good_column}, {@code bad_column}. Paths are
     * relative to the file.
     *
     * @throws IllegalArgumentException where something in it is wrong, by its place in the file
     */
    public static Measures read(Path file) throws IOException {
        Fields fields = new Fields(file.toString(), JsonText.readValues(file));
        Measures measures = of(fields, file.toAbsolutePath().getParent());
        fields.requireAllKnown();
        if (measures.tasks.isEmpty()) {
            throw new IllegalArgumentException(file + ": tasks: expected a list of at least one task");
        }
        return measures;
    }

    static Measures of(Fields fields, @Nullable Path folder) {
        Path from = folder == null ? Path.of("") : folder;
        List<StudyTask> tasks = new ArrayList<>();
        fields.objects("tasks").forEach(task -> tasks.add(StudyTask.of(task, from)));
        List<PairSet> pairs = new ArrayList<>();
        fields.objects("pairs").forEach(set -> pairs.add(PairSet.of(set, from)));
        try {
            return new Measures(tasks, pairs);
        } catch (IllegalArgumentException e) {
            throw fields.placed(e);
        }
    }
}
