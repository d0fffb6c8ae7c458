package io.github.electra4j.task.qa;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Utf8Characters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Questions out of a file, one after the other; memory does not grow with the file. The format follows from the name:
 *
 * <ul>
 *   <li>{@code .json}: SQuAD's, {@code data[].paragraphs[]} with a {@code context} and {@code qas[]}
 *   <li>{@code .jsonl}: an object a line, {@code {"id", "question", "context", "answers": [{"text", "start"}]}}; {@code id} and {@code answers} may be
 *       missing, and {@code answers} stand as in rows of Hugging Face's {@code datasets}, {@code {"text": [...], "answer_start": [...]}}
 * </ul>
 *
 * each also as {@code .gz}, {@code .xz} or {@code .zst}. Starts count code points, as Python does. Other keys are passed over.
 */
public abstract sealed class QuestionReader implements RowReader<Question> permits SquadQuestions, JsonLinesQuestions {
    /**
     * Opens a file.
     *
     * @param labeled whether answers are read, or else passed over, whatever stands there
     * @throws IllegalArgumentException if its name says no such format
     */
    public static QuestionReader open(Path file, boolean labeled) throws IOException {
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|xz|zst)$", "");
        if (name.endsWith(".jsonl")) {
            return new JsonLinesQuestions(JsonRows.open(file), labeled);
        }
        if (name.endsWith(".json")) {
            return new SquadQuestions(new Utf8Characters(file), labeled);
        }
        throw new IllegalArgumentException(
                file + ": the name does not say how questions are written; expected .json (SQuAD's form) or .jsonl"
                        + " (an object a line), also with .gz, .xz or .zst behind");
    }

    /**
     * The question of an object on a line, {@code {"id"?, "question", "context", "answers"?: [{"text", "start"}]}}.
     *
     * @param labeled whether the answers are read, or else passed over, whatever stands there
     */
    public static Question ofRow(JsonRow row, boolean labeled) {
        return Question.of(row, Question.context(row), labeled);
    }

    /**
     * Reads through a file to find out whether every question has an id of its own, as the official form asks. The ids alone are held.
     *
     * @throws IllegalArgumentException where one has none, or that of one before
     */
    public static void requireIds(Path file) throws IOException {
        QuestionIds ids = new QuestionIds();
        try (QuestionReader reader = open(file, false)) {
            for (Question next = reader.next(); next != null; next = reader.next()) {
                ids.addNamed(next);
            }
        }
    }

    /**
     * All questions of a file.
     *
     * @throws IllegalArgumentException if there is none, or if two have one id, among other things
     */
    public static List<Question> readAll(Path file) throws IOException {
        List<Question> questions = new ArrayList<>();
        QuestionIds ids = new QuestionIds();
        try (QuestionReader reader = open(file, true)) {
            for (Question next = reader.next(); next != null; next = reader.next()) {
                ids.add(next);
                questions.add(next);
            }
        }
        if (questions.isEmpty()) {
            throw new IllegalArgumentException(file + ": no questions");
        }
        return questions;
    }
}
