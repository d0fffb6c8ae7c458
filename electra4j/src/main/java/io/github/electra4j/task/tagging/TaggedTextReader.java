package io.github.electra4j.task.tagging;

import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.TextSpan;
import io.github.electra4j.task.tagging.TaggedText.Word;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tagged texts out of JSONL: {@code {"words": [...], "tags": [...]}}, or {@code {"text": "...", "spans": [{"start", "end", "label"}]}}, whose
 * starts and ends count code points, as Python does. What is not named {@code .jsonl} is read as columns, see {@link ConllReader}.
 */
final class TaggedTextReader implements RowReader<TaggedText> {
    private final JsonRows rows;
    private final boolean labeled;

    private TaggedTextReader(JsonRows rows, boolean labeled) {
        this.rows = rows;
        this.labeled = labeled;
    }

    static RowReader<TaggedText> open(Path file, Columns columns) throws IOException {
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|xz|zst)$", "");
        if (name.endsWith(".json")) {
            throw new IllegalArgumentException(
                    file + ": a .json file is not read for tagging; expected an object a line"
                            + " in a .jsonl file, or columns in a file of another name");
        }
        return name.endsWith(".jsonl")
                ? new TaggedTextReader(JsonRows.open(file), columns.label() != null)
                : ConllReader.open(file, columns);
    }

    @Override
    public @Nullable TaggedText next() throws IOException {
        JsonRow row = rows.next();
        return row == null ? null : row.has("words") ? ofWords(row) : ofText(row, labeled, "spans");
    }

    private TaggedText ofWords(JsonRow row) {
        List<String> words = row.texts("words");
        if (words.isEmpty()) {
            throw row.wrong("words", "is empty; fill it in or leave the row out");
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).isBlank()) {
                throw row.wrong("words[" + i + "]", "is empty; leave the word and its tag out");
            }
        }
        List<String> tags = labeled ? row.texts("tags") : null;
        if (tags != null && tags.size() != words.size()) {
            throw row.wrong(
                    "tags",
                    "has " + tags.size() + " tags for " + words.size() + " words, expected a tag for each word");
        }
        for (int i = 0; tags != null && i < tags.size(); i++) {
            if (tags.get(i).isBlank()) {
                throw row.wrong("tags[" + i + "]", "is empty; expected a tag, O where the word is of nothing");
            }
            checkOneField(row, "tags[" + i + "]", tags.get(i));
        }
        return TaggedText.ofWords(row.id(), words, tags, 0, row.file(), row.line());
    }

    /**
     * The text of an object.
     *
     * @param labeled whether its spans are read
     * @param key of the list of spans
     */
    static TaggedText ofText(JsonRow row, boolean labeled, String key) {
        String text = row.text("text");
        List<Word> words = WordSplitter.words(text);
        if (!labeled) {
            return new TaggedText(row.id(), text, words, null, 0, 0, row.file(), row.line());
        }
        if (words.isEmpty()) {
            throw row.wrong("text", "has no word; fill it in or leave the row out");
        }
        List<String> tags = new ArrayList<>(Collections.nCopies(words.size(), "O"));
        List<JsonRow> spans = new ArrayList<>(row.objects(key));
        int widened = 0;
        CodePoints places = CodePoints.of(text);
        for (JsonRow span : spans) {
            widened += tag(text, places, words, span, tags) ? 1 : 0;
        }
        return new TaggedText(row.id(), text, words, tags, widened, 0, row.file(), row.line());
    }

    /** Tags the words of a span; returns whether it began or ended inside one. */
    private static boolean tag(String text, CodePoints places, List<Word> words, JsonRow span, List<String> tags) {
        TextSpan place = TextSpan.of(span, places);
        String label = span.text("label");
        if (label.isBlank()) {
            throw span.wrong("label", "is empty; expected the type of the span");
        }
        if (label.strip().equals("O")) {
            throw span.wrong(
                    "label", "is O, which is the tag of words in no span; leave the span out, or name its type");
        }
        checkOneField(span, "label", label);
        int start = place.start();
        int end = place.end();
        int from = firstEndingBehind(words, start);
        int to = from;
        while (to < words.size() && words.get(to).start() < end) {
            if (!tags.get(to).equals("O")) {
                throw span.wrong(
                        "start",
                        "is " + places.before(start) + ": the span \"" + text.substring(start, end)
                                + "\" shares the word \""
                                + text.substring(
                                        words.get(to).start(), words.get(to).end())
                                + "\" with another one; a word is in one span at most: leave one of the two out");
            }
            tags.set(to, (to == from ? "B-" : "I-") + label);
            to++;
        }
        if (to == from) {
            throw TextSpan.wordless(span);
        }
        // White space around a span is none of a word.
        String inside = text.substring(start, end);
        int stripped = start + inside.length() - inside.stripLeading().length();
        return words.get(from).start() < stripped
                || words.get(to - 1).end() > start + inside.stripTrailing().length();
    }

    /** Predictions are lines of fields with TABs between, in which such a label would come back as another one. */
    private static void checkOneField(JsonRow row, String key, String label) {
        if (label.matches("(?s).*[\\t\\r\\n].*")) {
            throw row.wrong(
                    key, "has a TAB or a line break in it, which predictions cannot hold; give it another name");
        }
    }

    private static int firstEndingBehind(List<Word> words, int unit) {
        int at = Collections.binarySearch(words, new Word(unit, unit + 1), Comparator.comparingInt(Word::end));
        return at >= 0 ? at : -at - 1;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
