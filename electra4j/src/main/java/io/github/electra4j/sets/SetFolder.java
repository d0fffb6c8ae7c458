package io.github.electra4j.sets;

import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    public record Rows(
            Path file, List<LabeledText> rows, @Nullable String remark) {
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
     * The rows to learn from.
     *
     * @throws IllegalArgumentException where the set has none, among other things
     */
    public Rows train() throws IOException {
        Part part = set.train();
        if (part == null) {
            throw new IllegalArgumentException(set.name() + " has no training rows; fine-tune on " + set.modelOf()
                    + ", and evaluate that model with --task " + set.name());
        }
        return read(part);
    }

    /**
     * The rows of a part. Rows of a labelled table that have too many or too few fields, such as questions with a line break of QQP's
     * training file, are left out and counted.
     *
     * @throws IllegalArgumentException where the file is not as it should be
     */
    public Rows read(Part part) throws IOException {
        Path file = file(part);
        if (!part.splits().isEmpty()) {
            return new Rows(file, SplitsFile.read(file, part.splits()), null);
        }
        List<String> broken = new ArrayList<>();
        List<LabeledText> rows = part.columns().label() == null
                ? LabeledTextReader.readAll(file, part.columns())
                : LabeledTextReader.readWhole(file, part.columns(), broken);
        if (broken.size() > MOST_BROKEN * rows.size()) {
            throw new IllegalArgumentException(broken.get(0));
        }
        String remark = String.format(
                Locale.ROOT,
                "%s: left out %d of %,d rows, whose fields are too few or too many; the first is line %s",
                file,
                broken.size(),
                rows.size() + broken.size(),
                broken.isEmpty() ? "" : broken.get(0).substring(file.toString().length() + 1));
        return new Rows(file, rows, broken.isEmpty() ? null : remark);
    }

    /** The task of the set, with the official labels or their range. */
    public TextTask task(List<LabeledText> train) throws IOException {
        if (set.task().equals(TextRegression.NAME)) {
            return new TextRegression(Objects.requireNonNull(set.range(), set.name()));
        }
        String file = set.labelsFile();
        List<String> labels =
                file == null || !Files.exists(path.resolve(file)) ? set.labels() : LabelsFile.read(path.resolve(file));
        return labels.isEmpty() ? TextClassification.of(train) : new TextClassification(new LabelSet(labels));
    }
}
