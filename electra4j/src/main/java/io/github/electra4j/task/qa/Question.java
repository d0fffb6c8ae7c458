package io.github.electra4j.task.qa;

import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.TaskRow;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
    private static final String ANSWERS = "answers";
    private static final String TEXT = "text";
    private static final List<String> STARTS = List.of("start", "answer_start");

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
     * The question of an object {@code {"id"?, "question", "answers"?: [{"text", "start"?}]}}. The start may be called {@code answer_start} as in SQuAD's
     * files, and answers may be columns as in rows of Hugging Face's {@code datasets}, {@code {"text": [...], "answer_start": [...]}}.
     *
     * @param context that it is about
     * @param labeled whether the answers are read, or else passed over, whatever stands there
     * @throws IllegalArgumentException where a key is missing or a text is empty
     */
    static Question of(JsonRow row, String context, boolean labeled) {
        return new Question(
                row.id(),
                row.text("question"),
                context,
                labeled ? answers(row) : null,
                row.file(),
                row.line(),
                row.path());
    }

    /** The context under the key of this name, which must not be empty. */
    static String context(JsonRow row) {
        String context = row.text("context");
        if (context.isBlank()) {
            throw row.wrong("context", "is empty; give the text that the question is about");
        }
        return context;
    }

    private static @Nullable List<GoldAnswer> answers(JsonRow row) {
        if (!row.has(ANSWERS)) {
            return null;
        }
        if (row.node().path(ANSWERS).isObject()) {
            return columns(row.object(ANSWERS));
        }
        return row.objects(ANSWERS).stream().map(Question::answer).toList();
    }

    private static List<GoldAnswer> columns(JsonRow answers) {
        List<String> texts = answers.texts(TEXT);
        String startKey = startKey(answers);
        List<Integer> starts = startKey == null ? List.of() : answers.wholes(startKey);
        if (startKey != null && starts.size() != texts.size()) {
            throw answers.wrong(
                    startKey,
                    "has " + starts.size() + " numbers, expected one for each of the " + texts.size() + " texts");
        }
        return IntStream.range(0, texts.size())
                .mapToObj(i -> answer(answers, texts.get(i), startKey == null ? GoldAnswer.UNSAID : starts.get(i)))
                .toList();
    }

    private static GoldAnswer answer(JsonRow answer) {
        String startKey = startKey(answer);
        return answer(answer, answer.text(TEXT), startKey == null ? GoldAnswer.UNSAID : answer.whole(startKey));
    }

    private static GoldAnswer answer(JsonRow row, String text, int start) {
        if (text.isEmpty()) {
            throw row.wrong(TEXT, "is empty; where the context has no answer, answers is an empty list");
        }
        return new GoldAnswer(text, start);
    }

    /** What starts are called; null where they are not said. */
    private static @Nullable String startKey(JsonRow row) {
        return STARTS.stream().filter(row::has).findFirst().orElse(null);
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
