package io.github.electra4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers that a write failed, since a {@link java.io.PrintStream} on it says nothing and goes on. */
final class StandardOutput extends FilterOutputStream {
    private @Nullable IOException failure;

    StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (failure == null) {
                failure = new IOException("standard output: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Why the first write failed that did; null where all came out. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
