package io.github.electra4j.task.relation;

import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TextSpan;
import io.github.electra4j.task.tagging.WordSplitter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A text with two mentions, and how the first is related to the second where that is known.
 *
 * @param id what names the row in predictions, or null
 * @param text never blank
 * @param head the first mention
 * @param tail the second mention, which may stand before the first or overlap with it
 * @param relation without white space around it, never empty; null where it is not known
 * @param file where the row stands
 * @param line the line that it starts on, from 1
 */
public record RelationRow(
        @Nullable String id,
        String text,
        Mention head,
        Mention tail,
        @Nullable String relation,
        Path file,
        long line) implements TaskRow {
    /** A text that stands in no file, such as one typed in, with two parts that are asked about. */
    public static RelationRow of(String text, Mention head, Mention tail) {
        return new RelationRow(null, text, head, tail, null, Path.of("text"), 1);
    }

    /**
     * The row of an object {@code {"id"?, "text", "head": {"start", "end", "label"?}, "tail": {...}, "relation"?}}. Starts and ends count
     * code points, as Python does.
     *
     * @param labeled whether the relation is read
     * @throws IllegalArgumentException where a key is missing, or a span lies outside the text or has no word in it
     */
    public static RelationRow of(JsonRow row, boolean labeled) {
        String text = row.text("text");
        if (text.isBlank()) {
            throw row.wrong("text", "is empty; give the text that holds both spans, or leave the row out");
        }
        String relation = labeled ? row.textOrNull("relation") : null;
        if (relation != null && relation.isBlank()) {
            throw row.wrong("relation", "is empty; fill it in or leave the row out");
        }
        CodePoints places = CodePoints.of(text);
        return new RelationRow(
                row.id(),
                text,
                mention(row.object("head"), text, places),
                mention(row.object("tail"), text, places),
                relation == null ? null : relation.strip(),
                row.file(),
                row.line());
    }

    private static Mention mention(JsonRow span, String text, CodePoints places) {
        TextSpan place = TextSpan.of(span, places);
        if (WordSplitter.words(text.substring(place.start(), place.end())).isEmpty()) {
            throw TextSpan.wordless(span);
        }
        return new Mention(place.start(), place.end(), span.textOrNull("label"));
    }

    /** The text with its relation as a label. */
    LabeledText labeled() {
        return new LabeledText(id, text, null, relation, file, line);
    }

    /**
     * The relation.
     *
     * @throws IllegalArgumentException where it is not known
     */
    public String knownRelation() {
        if (relation == null) {
            throw new IllegalArgumentException(place() + ": no relation; expected the key \"relation\" with its name");
        }
        return relation;
    }
}
