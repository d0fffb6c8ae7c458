package io.github.electra4j.cli;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LabeledTextReader;
import io.github.electra4j.task.NearestName;
import io.github.electra4j.task.Row;
import io.github.electra4j.task.Table;
import io.github.electra4j.text.CompressedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which texts are scored: lines, a column of a table, or the pairs of two columns. */
final class ScoreInput {
    /** Rows that are scored together. */
    private static final int WINDOW = 1024;

    private static final String TABLES = ".*\\.(tsv|csv|jsonl|json)(\\.(gz|xz|zst))?";
    private static final String GOOD = "good";
    private static final String BAD = "bad";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "A file with a text a line, or a .tsv, .csv, .jsonl or .json table; also .gz, .xz or .zst."
                    + " Without it standard input, a text a line.")
    private @Nullable Path data;

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "Column of the texts of a table; without it, text, unless there are pairs.")
    private @Nullable String text;

    @Option(
            names = "--good-column",
            paramLabel = "NAME",
            description = "Column of the better text of a minimal pair; without it, good.")
    private @Nullable String good;

    @Option(names = "--bad-column", paramLabel = "NAME", description = "Column of the worse text; without it, bad.")
    private @Nullable String bad;

    @Option(names = "--lenient", description = "Replace broken UTF-8 of lines by U+FFFD instead of stopping.")
    private boolean lenient;

    /** Texts, some at a time. */
    interface Portions extends Closeable {
        /** The next texts, or pairs; empty at the end. */
        List<LabeledText> next();

        /** Whether each is a minimal pair, the better text first. */
        boolean arePairs();

        /** Broken bytes that were replaced. */
        long replaced();

        @Override
        void close() throws IOException;
    }

    /** Refuses results in the place of the file that is read. */
    void checkApart(TextOutput output, JsonOption json) throws IOException {
        output.checkApart("--data", data);
        json.checkApart("--data", data);
    }

    /** Opens the input; a wrong column or an empty table fails here, before anything is written. */
    Portions open(CommandSpec command) throws IOException {
        Path file = data;
        boolean table = file != null
                && String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(TABLES);
        if (file != null && table) {
            if (text != null && (good != null || bad != null)) {
                throw new ParameterException(
                        command.commandLine(),
                        "--text-column is for single texts, --good-column and --bad-column for pairs; give the one or the"
                                + " others");
            }
            Columns columns = columns(file);
            return new Rows(LabeledTextReader.open(file, columns), columns.pair() != null);
        }
        if (text != null || good != null || bad != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--text-column, --good-column and --bad-column are of a table, and "
                            + (file == null ? "standard input" : file) + " has lines; give a table with --data");
        }
        return file == null
                ? new Lines(System.in, "standard input", lenient)
                : new Lines(CompressedFile.open(file), file.toString(), lenient);
    }

    private Columns columns(Path file) throws IOException {
        Columns pairs = new Columns(good == null ? GOOD : good, bad == null ? BAD : bad, null, null, true);
        try (Table table = Table.open(file, true)) {
            Row first = table.next();
            if (first == null) {
                throw new IllegalArgumentException(file + ": no rows");
            }
            boolean named = good != null || bad != null;
            boolean found = text == null && first.column(GOOD) >= 0 && first.column(BAD) >= 0;
            if (named || found) {
                requireColumn(table, first, pairs.text(), "--good-column");
                requireColumn(table, first, Objects.requireNonNull(pairs.pair()), "--bad-column");
                return pairs;
            }
            Columns single = new Columns(text == null ? "text" : text, null, null, null, true);
            requireColumn(table, first, single.text(), "--text-column, or --good-column and --bad-column");
            return single;
        }
    }

    /** Names the options of this command, where the reader would name those of fine-tuning. */
    private static void requireColumn(Table table, Row first, String name, String option) {
        if (first.column(name) < 0) {
            String nearest = NearestName.of(name, first.columns());
            throw new IllegalArgumentException(
                    table.placeOfNames(first) + ": no column \"" + name + "\"; columns found: "
                            + String.join(", ", first.columns())
                            + (nearest == null
                                    ? "; name the one that is meant (" + option + ")"
                                    : "; did you mean \"" + nearest + "\"? (" + option + ")"));
        }
    }

    /** Lines of a stream. */
    private static final class Lines implements Portions {
        private final InputStream in;
        private final InputLines lines;

        Lines(InputStream in, String name, boolean lenient) {
            this.in = in;
            lines = new InputLines(in, name, lenient);
        }

        @Override
        public List<LabeledText> next() {
            return lines.portion().stream()
                    .map(line -> LabeledText.of(line, null))
                    .toList();
        }

        @Override
        public boolean arePairs() {
            return false;
        }

        @Override
        public long replaced() {
            return lines.replaced();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Rows of a table. */
    private static final class Rows implements Portions {
        private final LabeledTextReader reader;
        private final boolean pairs;
        private List<LabeledText> first;

        Rows(LabeledTextReader reader, boolean pairs) throws IOException {
            this.reader = reader;
            this.pairs = pairs;
            try {
                first = read();
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
        }

        @Override
        public List<LabeledText> next() {
            try {
                List<LabeledText> some = first.isEmpty() ? read() : first;
                first = List.of();
                return some;
            } catch (IOException e) {
                // Unchecked, so that it is not taken for a failure to write what is made of the rows.
                throw new UncheckedIOException(e);
            }
        }

        private List<LabeledText> read() throws IOException {
            List<LabeledText> texts = new ArrayList<>();
            for (LabeledText next = reader.next(); next != null; next = reader.next()) {
                texts.add(next);
                if (texts.size() == WINDOW) {
                    break;
                }
            }
            return texts;
        }

        @Override
        public boolean arePairs() {
            return pairs;
        }

        @Override
        public long replaced() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
