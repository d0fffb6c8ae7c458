package io.github.electra4j.cli;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.text.GlobPattern;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that reads text: a mixin, or a group where text is one of two inputs. */
class CorpusArguments {
    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--text",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Text: files, folders, or patterns such as 'texts/**/*.gz'. UTF-8, plain or .gz, .xz, .zst; a"
                    + " paragraph a line and a blank line between documents. In .jsonl files a row is a document. A file"
                    + " whose name begins with - is given as ./-name.")
    private List<String> text;

    @Option(
            names = "--json-field",
            paramLabel = "NAME",
            description = "The field of a .jsonl row that holds the text; \"" + CorpusOptions.DEFAULT_FIELD
                    + "\" where this is not given.")
    private @Nullable String jsonField;

    @Option(
            names = "--lenient",
            description =
                    "Replace broken UTF-8 by U+FFFD and count it, instead of stopping with the file and the byte.")
    private boolean lenient;

    @Option(names = "--dedup", description = "Drop every paragraph whose exact text came before.")
    private boolean dedup;

    /**
     * Finds the files, and refuses results that would overwrite one of them, or be read as text the next time.
     *
     * @param out a file, or null where the command has none
     */
    Corpus open(@Nullable Path out, JsonOption json) throws IOException {
        return open(out, List.of(), json);
    }

    /**
     * The same where the result is a folder.
     *
     * @param written files that the command writes there, by which patterns could find it
     */
    Corpus open(@Nullable Path out, List<String> written, JsonOption json) throws IOException {
        Corpus corpus = Corpus.of(text, options());
        checkApart("--out", out, written, corpus);
        checkApart("--json", json.file(), List.of(), corpus);
        return corpus;
    }

    private void checkApart(String option, @Nullable Path result, List<String> written, Corpus corpus)
            throws IOException {
        if (result == null) {
            return;
        }
        // Of a million files each has to be asked for its real path, in vain where the result is a folder or not there
        // yet.
        if (Files.isRegularFile(result)) {
            for (Path file : corpus.files()) {
                OutputPlace.checkApart(option, result, "--text", file);
            }
        }
        for (String name : text) {
            File named = new File(name);
            if (named.isDirectory()) {
                OutputPlace.checkOutside(option, result, "--text", named.toPath());
                continue;
            }
            GlobPattern pattern = named.exists() ? null : GlobPattern.of(name);
            if (pattern != null) {
                OutputPlace.checkUntaken(option, result, written, "--text", name, pattern);
            }
        }
    }

    /** How the files are read. */
    CorpusOptions options() {
        return new CorpusOptions(lenient, jsonField, dedup);
    }

    /** Says what reading has replaced, cut or dropped. */
    static void remark(CorpusCounts counts, CommonOptions common) {
        if (counts.replaced() > 0) {
            common.say("electra: replaced " + counts.replaced() + " broken characters by U+FFFD");
        }
        if (counts.cutLines() > 0) {
            common.say("electra: cut " + counts.cutLines() + " lines that were too long for one paragraph");
        }
        if (counts.duplicates() > 0) {
            common.say("electra: dropped " + counts.duplicates() + " paragraphs that had come before");
        }
    }

    /** The same among the figures of a command. */
    static void put(CorpusCounts counts, Map<String, Object> figures) {
        figures.put("replaced", counts.replaced());
        figures.put("cut_lines", counts.cutLines());
        figures.put("duplicates", counts.duplicates());
    }
}
