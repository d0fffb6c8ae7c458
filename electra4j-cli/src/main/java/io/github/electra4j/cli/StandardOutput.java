package io.github.electra4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why a write failed, since a {@link PrintStream} says no more than that one did, and goes on. */
final class StandardOutput extends PrintStream {
    private final Remembering stream;

    private StandardOutput(Remembering stream) {
        // Data is UTF-8 whatever the locale.
        super(stream, true, StandardCharsets.UTF_8);
        this.stream = stream;
    }

    /** Puts it in the place of the JVM's. */
    static StandardOutput install() {
        StandardOutput out = new StandardOutput(new Remembering(new FileOutputStream(FileDescriptor.out)));
        System.setOut(out);
        return out;
    }

    /** Why the first write failed that did; null where all came out. */
    @Nullable
    IOException failure() {
        return stream.failure;
    }

    /**
     * For whoever has more to print, but not for nobody.
     *
     * @throws IOException why what was printed did not come out
     */
    static void check() throws IOException {
        if (System.out.checkError()) {
            IOException failure = System.out instanceof StandardOutput out ? out.failure() : null;
            throw failure == null ? new IOException("standard output: cannot be written") : failure;
        }
    }

    private static final class Remembering extends FilterOutputStream {
        private @Nullable IOException failure;

        private Remembering(OutputStream out) {
            super(out);
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
    }
}
