package io.github.electra4j.task;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of a file, one after the other; memory does not grow with the file. */
public interface RowReader<R extends TaskRow> extends Closeable {
    /**
     * The next row, or null at the end.
     *
     * @throws IllegalArgumentException where it is not as it should be, with file and line
     */
    @Nullable
    R next() throws IOException;
}
