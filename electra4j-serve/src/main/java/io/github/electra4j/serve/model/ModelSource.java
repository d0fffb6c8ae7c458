package io.github.electra4j.serve.model;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a model comes from.
 *
 * @param name that requests call it by
 * @param directory of the model, or of a run
 */
public record ModelSource(String name, Path directory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ModelSource {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the model name \"" + name
                    + "\": expected at most 64 letters, digits, points, hyphens and underscores; give NAME="
                    + directory);
        }
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
