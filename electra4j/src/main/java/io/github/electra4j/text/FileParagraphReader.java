package io.github.electra4j.text;

import io.github.electra4j.json.JsonFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The paragraphs of one file, plain or JSONL. */
final class FileParagraphReader implements ParagraphReader {
    /** A longer line is cut: long enough for any real paragraph, short enough to hold many. */
    static final int LONGEST_PARAGRAPH = 1 << 18;

    /** A JSONL row cannot be cut, so it is refused above this many bytes. */
    static final int LONGEST_ROW = 1 << 25;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(LONGEST_ROW).build())
            .build());

    private final Path file;
    private final LineReader lines;
    private final @Nullable String field;
    private final Corpus.Counters counters;
    private final @Nullable ParagraphHashes seen;
    private final Queue<String> row = new ArrayDeque<>();
    private boolean documentBegins = true;
    /** Whether the last text of a plain file is a part of a line that was cut. */
    private boolean isPart;

    private FileParagraphReader(
            Path file,
            LineReader lines,
            @Nullable String field,
            Corpus.Counters counters,
            @Nullable ParagraphHashes seen) {
        this.file = file;
        this.lines = lines;
        this.field = field;
        this.counters = counters;
        this.seen = seen;
    }

    static FileParagraphReader open(
            Path file, CorpusOptions options, Corpus.Counters counters, @Nullable ParagraphHashes seen)
            throws IOException {
        String name = CompressedFile.nameWithoutCompression(file).toLowerCase(Locale.ROOT);
        boolean json = name.endsWith(".jsonl")
                || name.endsWith(".ndjson")
                || (name.endsWith(".json") && options.jsonField() != null);
        String field = json ? (options.jsonField() == null ? CorpusOptions.DEFAULT_FIELD : options.jsonField()) : null;
        LineReader lines = new LineReader(
                CompressedFile.open(file), json ? LONGEST_ROW : LONGEST_PARAGRAPH, !json, options.lenient());
        return new FileParagraphReader(file, lines, field, counters, seen);
    }

    @Override
    public @Nullable Paragraph next() throws IOException {
        while (true) {
            String text = nextText();
            if (text == null) {
                return null;
            }
            text = text.strip();
            if (text.isEmpty()) {
                documentBegins |= field == null && !isPart;
            } else if (seen != null && !seen.add(text)) {
                counters.duplicates.increment();
            } else {
                boolean begins = documentBegins;
                documentBegins = false;
                counters.paragraphs.increment();
                if (begins) {
                    counters.documents.increment();
                }
                return new Paragraph(text, begins, file, lines.line());
            }
        }
    }

    private @Nullable String nextText() throws IOException {
        if (field == null) {
            boolean continues = lines.continues();
            String line = lines.next();
            counters.replaced.add(lines.takeReplaced());
            isPart = continues || lines.continues();
            if (lines.continues() && !continues) {
                counters.cutLines.increment();
            }
            return line;
        }
        while (row.isEmpty()) {
            String line = lines.next();
            counters.replaced.add(lines.takeReplaced());
            if (line == null) {
                return null;
            }
            if (!line.isBlank()) {
                documentBegins = true;
                cutToParagraphs(textOf(line, field));
            }
        }
        return row.remove();
    }

    /** Lines of a row's text, none longer than a paragraph may be. */
    private void cutToParagraphs(String text) {
        text.lines().forEach(line -> {
            String rest = line;
            if (rest.length() > LONGEST_PARAGRAPH) {
                counters.cutLines.increment();
            }
            while (rest.length() > LONGEST_PARAGRAPH) {
                int cut = rest.lastIndexOf(' ', LONGEST_PARAGRAPH);
                if (cut < LONGEST_PARAGRAPH / 2) {
                    cut = LONGEST_PARAGRAPH - (Character.isHighSurrogate(rest.charAt(LONGEST_PARAGRAPH - 1)) ? 1 : 0);
                }
                row.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            row.add(rest);
        });
    }

    private String textOf(String line, String wanted) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(here() + ": not a JSON object; a JSONL file has one a line");
            }
            String found = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean here = wanted.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (!here) {
                    parser.skipChildren();
                } else if (found != null) {
                    throw new IllegalArgumentException(here() + ": field \"" + wanted
                            + "\" stands twice in the row, so that a text would be lost; correct the row");
                } else if (value == JsonToken.VALUE_STRING) {
                    found = parser.getString();
                } else {
                    throw new IllegalArgumentException(here() + ": field \"" + wanted + "\" is " + JsonFault.kind(value)
                            + ", expected a text; name the field that holds the text with"
                            + " --json-field, or correct the row");
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(
                        here() + ": there is more behind the JSON object; a JSONL file has one whole object a line");
            }
            if (found == null) {
                throw new IllegalArgumentException(
                        here() + ": no field \"" + wanted + "\"; name the field that holds the text with --json-field");
            }
            return found;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    here() + ": not valid JSON: " + JsonFault.syntax(e) + " (column " + JsonFault.column(e)
                            + "); a JSONL file has one whole object a line",
                    e);
        }
    }

    private String here() {
        return file + ":" + lines.line();
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
