package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a command that writes lines: where to, and as what. */
final class TextOutput {
    /** What other programs expect behind these endings is not written. */
    private static final List<String> FOREIGN = List.of(".csv", ".json", ".gz", ".xz", ".zst");

    /** What the lines are. */
    enum Format {
        tsv,
        jsonl
    }

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file instead of standard output; written whole at the end.")
    private @Nullable Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "tsv or jsonl; default jsonl where --out ends so, else tsv.")
    private @Nullable Format format;

    /** Lines to write. */
    @FunctionalInterface
    interface Lines {
        /** Writes all of them; the caller closes. */
        void writeTo(Writer out) throws IOException;
    }

    /** Finds out before the work whether the file can be written, and is what its name says. */
    void check(CommandSpec command) throws IOException {
        if (out == null) {
            return;
        }
        String name = out.toString().toLowerCase(Locale.ROOT);
        if (format == null && FOREIGN.stream().anyMatch(name::endsWith)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--out " + out
                            + ": what is written is TSV or JSONL, not packed; name the file .tsv or .jsonl, or say"
                            + " with --format which of them it shall be all the same");
        }
        OutputPlace.checkFile(out, "--out");
    }

    /** Refuses a file that would overwrite what another option names; null where that is not given. */
    void checkApart(String option, @Nullable Path place) throws IOException {
        OutputPlace.checkApart("--out", out, option, place);
    }

    boolean json() {
        return format == null
                ? out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")
                : format == Format.jsonl;
    }

    /** Whether the lines are for a program, in a file or as JSONL, and not for somebody who reads them on a terminal. */
    boolean isForPrograms() {
        return out != null || json();
    }

    /**
     * Writes the file, which is the old one or the whole new one, or to standard output, a pipe or a device as the lines come. Errors
     * of writing are not swallowed.
     */
    void write(Lines lines) throws IOException {
        if (out != null) {
            AtomicFiles.write(out, channel -> write(lines, Channels.newOutputStream(channel)));
        } else {
            write(lines, new FileOutputStream(FileDescriptor.out));
        }
    }

    private static void write(Lines lines, OutputStream stream) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
        lines.writeTo(writer);
        writer.flush();
    }
}
