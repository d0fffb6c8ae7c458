package io.github.electra4j.task.choice;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.TaskRow;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A context and what may go with it.
 *
 * @param id what names the row in predictions, or null
 * @param context a passage, or a dialogue so far; never blank
 * @param question what is asked of it, or null
 * @param options two at least, none blank
 * @param answer the right one, from 0; null where it is not known
 * @param file where the row stands
 * @param line the line that it starts on, from 1
 */
public record ChoiceRow(
        @Nullable String id,
        String context,
        @Nullable String question,
        List<String> options,
        @Nullable Integer answer,
        Path file,
        long line)
        implements TaskRow {
    public ChoiceRow {
        options = List.copyOf(options);
    }

    /** A choice that stands in no file, such as one between replies. */
    public static ChoiceRow of(String context, @Nullable String question, List<String> options) {
        return new ChoiceRow(null, context, question, options, null, Path.of("choice"), 1);
    }

    /**
     * The row of an object {@code {"id"?, "context", "question"?, "options": [...], "answer"?}}, or of one of MuTual's, {@code {"id",
     * "article", "options": [...], "answers"?}}, whose answer is a letter.
     *
     * @param labeled whether the answer is read
     * @throws IllegalArgumentException where a key is missing, a text is empty or the answer is none of the options
     */
    public static ChoiceRow of(JsonRow row, boolean labeled) {
        if (row.has("article") && !row.has("context")) {
            return ofMutual(row, labeled);
        }
        List<String> options = options(row);
        Integer answer = null;
        if (labeled && row.has("answer")) {
            answer = row.whole("answer");
            if (answer >= options.size()) {
                throw row.wrong(
                        "answer",
                        "is " + answer + ", and there are " + options.size() + " options: expected 0 to "
                                + (options.size() - 1));
            }
        }
        return new ChoiceRow(
                row.id(), context(row, "context"), row.textOrNull("question"), options, answer, row.file(), row.line());
    }

    private static ChoiceRow ofMutual(JsonRow row, boolean labeled) {
        List<String> options = options(row);
        Integer answer = null;
        if (labeled && row.has("answers")) {
            String letter = row.text("answers").strip();
            answer = letter.length() == 1 ? letter.charAt(0) - 'A' : -1;
            if (answer < 0 || answer >= options.size()) {
                throw row.wrong(
                        "answers",
                        "is \"" + letter + "\", and there are " + options.size() + " options: expected A to "
                                + (char) ('A' + options.size() - 1));
            }
        }
        return new ChoiceRow(row.id(), context(row, "article"), null, options, answer, row.file(), row.line());
    }

    private static String context(JsonRow row, String key) {
        String context = row.text(key);
        if (context.isBlank()) {
            throw row.wrong(key, "is empty; give the text that the options go with, or leave the row out");
        }
        return context;
    }

    private static List<String> options(JsonRow row) {
        List<String> options = row.texts("options");
        if (options.size() < 2) {
            throw row.wrong("options", "has " + options.size() + ", expected two at least");
        }
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).isBlank()) {
                throw row.wrong("options[" + i + "]", "is empty; fill it in or leave the row out");
            }
        }
        return options;
    }

    /**
     * The right option.
     *
     * @throws IllegalArgumentException where it is not known
     */
    public int knownAnswer() {
        if (answer == null) {
            throw new IllegalArgumentException(
                    place() + ": no answer; expected the key \"answer\" with the number of the right option");
        }
        return answer;
    }
}
