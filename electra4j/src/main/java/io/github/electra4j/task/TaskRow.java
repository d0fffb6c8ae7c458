package io.github.electra4j.task;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One row of a task's data, and where it stands. */
public interface TaskRow {
    /** What names the row in predictions, or null. */
    @Nullable
    String id();

    /** The file that it stands in. */
    Path file();

    /** The line that it starts on, from 1. */
    long line();

    /** Where it stands, {@code file:line}, as error messages begin. */
    default String place() {
        return file() + ":" + line();
    }
}
