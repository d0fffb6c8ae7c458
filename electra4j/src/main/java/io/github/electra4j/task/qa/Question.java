package io.github.electra4j.task.qa;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.TaskRow;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about a text.
 *
 * @param id what names it in predictions, or null
 * @param question what is asked
 * @param context the text that may hold the answer, never blank
 * @param answers those that people gave, empty where the context has none; null where they are not known
 * @param file where it stands
 * @param line the line that it, or its paragraph, starts on, from 1
 * @param path keys that lead to it, each with a point behind, such as {@code data[0].paragraphs[2].qas[1].}; empty for an object of its own
 */
public record Question(
        @Nullable String id,
        String question,
        String context,
        @Nullable List<GoldAnswer> answers,
        Path file,
        long line,
        String path)
        implements TaskRow {
    public Question {
        answers = answers == null ? null : List.copyOf(answers);
    }

    /** A question that stands in no file, such as one typed in. */
    public static Question of(String question, String context) {
        if (context.isBlank()) {
            throw new IllegalArgumentException("the context is empty; give the text that the question is about");
        }
        return new Question(null, question, context, null, Path.of("question"), 1, "");
    }

    /**
     * The question of an object {@code {"id"?, "question", "answers"?: [{"text", START}]}}.
     *
     * @param context that it is about
     * @param startKey what this form calls the start of an answer
     * @throws IllegalArgumentException where a key is missing or a text is empty
     */
    static Question of(JsonRow row, String context, String startKey) {
        List<GoldAnswer> answers = row.has("answers")
                ? row.objects("answers").stream()
                        .map(answer -> answer(answer, startKey))
                        .toList()
                : null;
        return new Question(row.id(), row.text("question"), context, answers, row.file(), row.line(), row.path());
    }

    /** The context under the key of this name, which must not be empty. */
    static String context(JsonRow row) {
        String context = row.text("context");
        if (context.isBlank()) {
            throw row.wrong("context", "is empty; give the text that the question is about, or leave the question out");
        }
        return context;
    }

    private static GoldAnswer answer(JsonRow answer, String startKey) {
        String text = answer.text("text");
        if (text.isEmpty()) {
            throw answer.wrong("text", "is empty; where the context has no answer, answers is an empty list");
        }
        return new GoldAnswer(text, answer.has(startKey) ? answer.whole(startKey) : GoldAnswer.UNSAID);
    }

    @Override
    public String place() {
        return file + ":" + line + (path.isEmpty() ? "" : ": " + path.substring(0, path.length() - 1));
    }

    /**
     * The answers.
     *
     * @throws IllegalArgumentException where they are not known
     */
    public List<GoldAnswer> knownAnswers() {
        if (answers == null) {
            throw new IllegalArgumentException(
                    place() + ": no answers; expected the key \"answers\", an empty list where the context has none");
        }
        return answers;
    }

    /** Texts of the answers. */
    public List<String> answerTexts() {
        return knownAnswers().stream().map(GoldAnswer::text).toList();
    }
}
