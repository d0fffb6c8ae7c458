package io.github.electra4j.sets;

import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.task.KnownLabels;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The official files of a named set.
 *
 * @param set whose files they are
 * @param path the folder that holds them
 */
public record SetFolder(NamedSet set, Path path) {
    /** Of broken rows, a share above this one says that the file is not what it should be. */
    private static final double MOST_BROKEN = 0.01;

    /**
     * Rows of a part.
     *
     * @param file they come from
     * @param rows at least one
     * @param remark what was left out, as a sentence; null where nothing was
     */
    public record Rows<R extends TaskRow>(
            Path file, List<R> rows, @Nullable String remark) {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /**
     * Finds the folder of a set.
     *
     * @param data that folder, or the one that holds it under one of the names it goes by, whatever their case
     * @throws IllegalArgumentException where there is no folder
     */
    public static SetFolder find(NamedSet set, Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException(
                    data + ": is no folder; expected that of " + set.name() + ", or one above it");
        }
        List<Path> inside;
        try (Stream<Path> entries = Files.list(data)) {
            inside = entries.filter(Files::isDirectory).sorted().toList();
        }
        for (String name : set.folders()) {
            for (Path folder : inside) {
                if (name.equalsIgnoreCase(String.valueOf(folder.getFileName()))) {
                    return new SetFolder(set, folder);
                }
            }
        }
        return new SetFolder(set, data);
    }

    /** Whether the file of a part is there. */
    public boolean has(Part part) {
        return part.files().stream().map(path::resolve).anyMatch(Files::isRegularFile);
    }

    /**
     * The file of a part.
     *
     * @throws IllegalArgumentException where it is not there, with those that are
     */
    public Path file(Part part) throws IOException {
        for (String name : part.files()) {
            if (Files.isRegularFile(path.resolve(name))) {
                return path.resolve(name);
            }
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<String> found = entries.map(p -> String.valueOf(p.getFileName()))
                    .sorted()
                    .limit(20)
                    .toList();
            throw new IllegalArgumentException(path + ": no " + String.join(" or ", part.files()) + ", which holds \""
                    + part.name() + "\" of " + set.name() + "; found " + (found.isEmpty() ? "nothing" : found)
                    + ". Name the folder " + String.join(" or ", set.folders())
                    + " of the official files, or one above it");
        }
    }

    /**
     * The part to learn from.
     *
     * @throws IllegalArgumentException where the set has none
     */
    public Part train() {
        if (set.train() == null) {
            throw new IllegalArgumentException(set.name() + " has no training rows; fine-tune on " + set.modelOf()
                    + ", and evaluate that model with --task " + set.name());
        }
        return set.train();
    }

    /**
     * The rows of a part. Rows of a labelled table that have too many or too few fields, such as questions with a line break of QQP's
     * training file, are left out and counted.
     *
     * @throws IllegalArgumentException where the file is not as it should be
     */
    public <R extends TaskRow> Rows<R> read(TaskKind<R> kind, Part part) throws IOException {
        Path file = file(part);
        List<String> broken = new ArrayList<>();
        List<R> rows = part.columns().label() == null
                ? kind.readAll(file, part.columns())
                : kind.readOfficial(file, part.columns(), part.splits(), broken);
        if (broken.size() > MOST_BROKEN * rows.size()) {
            throw new IllegalArgumentException(broken.get(0));
        }
        String remark = broken.isEmpty()
                ? null
                : String.format(
                        Locale.ROOT,
                        "%s: left out %d of %,d rows, whose fields are too few or too many; the first is line %s",
                        file,
                        broken.size(),
                        rows.size() + broken.size(),
                        broken.get(0).substring(file.toString().length() + 1));
        return new Rows<>(file, rows, remark);
    }

    /** The task of the set, with the official labels or their range where they are known. */
    public <R extends TaskRow> Task<R, ?, ?> task(TaskKind<R> kind, List<R> train, TaskOptions options)
            throws IOException {
        return kind.learned(train, options(options), labels());
    }

    /** The options of the set, with those that the user gave before them. */
    public TaskOptions options(TaskOptions given) {
        return given.before(set.options());
    }

    private KnownLabels labels() throws IOException {
        String file = set.labelsFile();
        List<String> names =
                file == null || !Files.exists(path.resolve(file)) ? set.labels() : LabelsFile.read(path.resolve(file));
        return new KnownLabels(names, set.range());
    }
}
