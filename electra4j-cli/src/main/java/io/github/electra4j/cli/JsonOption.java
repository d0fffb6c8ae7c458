package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The option of a command that measures: its figures as a file for programs. */
final class JsonOption {
    /** Bytes of the figures of any command, about. */
    private static final long FIGURES = 10_000;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Write the figures to this file as JSON too, under stable keys, sorted. Written whole at the end; missing folders are made.")
    private @Nullable Path file;

    /** Finds out before the work whether the file can be written after it. */
    void check() throws IOException {
        if (file != null) {
            OutputPlace.checkFile(file, "--json", FIGURES);
        }
    }

    /** Refuses a file that would overwrite what another option names; null where that is not given. */
    void checkApart(String option, @Nullable Path place) throws IOException {
        OutputPlace.checkApart("--json", file, option, place);
    }

    /** The file; null where it is not wanted. */
    @Nullable
    Path file() {
        return file;
    }

    /** Writes the figures if they are wanted; the file is the old one or the new one, never a part. */
    void write(Map<String, ?> figures) throws IOException {
        if (file != null) {
            AtomicFiles.writeString(file, toJson(figures));
        }
    }

    /** JSON with the keys of every object sorted, ended by a line feed. */
    static String toJson(Map<String, ?> figures) {
        return JsonMapper.builder()
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(figures)
                + "\n";
    }
}
