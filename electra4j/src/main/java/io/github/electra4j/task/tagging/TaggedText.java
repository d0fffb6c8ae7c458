package io.github.electra4j.task.tagging;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.TaskRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with its words and, where they are known, their tags.
 *
 * @param id what names the row in predictions, or null
 * @param text of words that stand in no text, these with a space between
 * @param words places of the words, in their order; empty where the text is
 * @param tags one a word; null where they are not known
 * @param widened how many spans began or ended inside a word and were widened to whole words
 * @param linesAWord 1 where every word has a line of its own and each follows the one before, else 0
 */
public record TaggedText(
        @Nullable String id,
        String text,
        List<Word> words,
        @Nullable List<String> tags,
        int widened,
        int linesAWord,
        Path file,
        long line)
        implements TaskRow {
    public TaggedText {
        words = List.copyOf(words);
        tags = tags == null ? null : List.copyOf(tags);
    }

    /**
     * A word.
     *
     * @param start its first UTF-16 unit in the text
     * @param end the UTF-16 unit behind it
     */
    public record Word(int start, int end) {}

    /** Words that stand in no text. */
    static TaggedText ofWords(
            @Nullable String id,
            List<String> words,
            @Nullable List<String> tags,
            int linesAWord,
            Path file,
            long line) {
        List<Word> places = new ArrayList<>();
        int at = 0;
        for (String word : words) {
            places.add(new Word(at, at + word.length()));
            at += word.length() + 1;
        }
        return new TaggedText(id, String.join(" ", words), places, tags, 0, linesAWord, file, line);
    }

    /**
     * The text of an object {@code {"id"?, "text", KEY: [{"start", "end", "label"}]}}; its tags are B and I of the spans' labels.
     *
     * @param labeled whether the spans are read
     * @param key of the list of spans
     * @throws IllegalArgumentException where a span lies outside the text or two share a word, among other things
     */
    public static TaggedText of(JsonRow row, boolean labeled, String key) {
        return TaggedTextReader.ofText(row, labeled, key);
    }

    /** A text that stands in no file and has no tags. */
    public static TaggedText of(String text) {
        return new TaggedText(null, text, WordSplitter.words(text), null, 0, 0, Path.of("text"), 1);
    }

    /** Words that stand in no file and have no tags. */
    public static TaggedText of(List<String> words) {
        return ofWords(null, words, null, 0, Path.of("words"), 1);
    }

    /** A word as it stands in the text. */
    String word(int i) {
        return text.substring(words.get(i).start(), words.get(i).end());
    }

    /** The tags, where there must be some. */
    public List<String> knownTags() {
        if (tags == null) {
            throw new IllegalArgumentException(
                    place() + ": no tags; expected a column of tags, or \"tags\" or \"spans\" in JSONL");
        }
        return tags;
    }

    /** Where a word stands, {@code file:line}. */
    String place(int word) {
        return file + ":" + (line + (long) word * linesAWord);
    }
}
