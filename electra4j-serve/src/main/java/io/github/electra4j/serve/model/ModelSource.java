package io.github.electra4j.serve.model;

import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.ModelFolders.Role;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a model comes from.
 *
 * @param name that requests call it by
 * @param directory of the model, or of a run
 * @param precision that it is computed in
 */
public record ModelSource(String name, Path directory, EnginePrecision precision) {
    /** The model that reads the documents of a dialogue. */
    public static final String READER = "reader";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ModelSource {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the model name \"" + name
                    + "\": expected at most 64 letters from A to Z, digits, points, hyphens and underscores; give NAME="
                    + directory);
        }
    }

    /**
     * Checks that no two have one name.
     *
     * @throws IllegalArgumentException where two have
     */
    public static void requireDistinct(List<ModelSource> sources) {
        Set<String> names = new HashSet<>();
        for (ModelSource source : sources) {
            if (!names.add(source.name())) {
                throw new IllegalArgumentException("two models are called " + source.name()
                        + "; give one of them another name with NAME=" + source.directory());
            }
        }
    }

    /** In fp32. */
    public ModelSource(String name, Path directory) {
        this(name, directory, EnginePrecision.FP32);
    }

    /** The same, computed in another precision. */
    public ModelSource in(EnginePrecision other) {
        return new ModelSource(name, directory, other);
    }

    /** The models of a dialogue under the names of what they do in it: {@code intent}, {@code slots}, {@code replies}, {@code reader}. */
    public static List<ModelSource> of(Dialogue dialogue) {
        return Stream.concat(
                        Stream.of(Role.values()).flatMap(role -> Stream.ofNullable(
                                        dialogue.models().of(role))
                                .map(directory -> new ModelSource(role.word(), directory))),
                        Stream.ofNullable(dialogue.documents())
                                .map(documents -> new ModelSource(READER, documents.reader())))
                .toList();
    }

    /** Of {@code DIR}, which is named as the folder is, or {@code NAME=DIR}. */
    public static ModelSource parse(String argument) {
        int equals = argument.indexOf('=');
        if (equals > 0
                && argument.indexOf('/') != 0
                && !argument.substring(0, equals).contains("/")) {
            return new ModelSource(argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
        }
        Path directory = Path.of(argument);
        Path last = directory.toAbsolutePath().normalize().getFileName();
        return new ModelSource(last == null ? "" : last.toString(), directory);
    }
}
