package io.github.electra4j.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that writes lines: where to, and as what. */
final class TextOutput {
    /** What the lines are. */
    enum Format {
        tsv,
        jsonl
    }

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file instead of standard output.")
    private @Nullable Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tsv",
            description = "tsv (with a header) or jsonl.")
    private Format format = Format.tsv;

    /** Finds out before the work whether the file can be written. */
    void check() throws IOException {
        if (out != null) {
            OutputPlace.checkFile(out, "--out");
        }
    }

    boolean json() {
        return format == Format.jsonl;
    }

    /** Opens the file or standard output; errors of writing are not swallowed. */
    Writer open() throws IOException {
        Path file = out;
        if (file == null) {
            return writer(new FileOutputStream(FileDescriptor.out));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return writer(Files.newOutputStream(file));
    }

    private static Writer writer(OutputStream stream) {
        return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
    }
}
