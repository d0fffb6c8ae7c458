package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.extraction.ExtractionRow;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model was fine-tuned for: its rows in, its answers out, both as {@code electra predict} reads and writes them.
 *
 * @param name of the operation
 * @param tasks that it asks for
 */
public record FineTuned(String name, Set<Class<?>> tasks) implements Operation<TaskRow, FineTuned.Answer> {
    /** The class or value of a text or a pair, or the relation of two parts of a text. */
    public static final FineTuned CLASSIFY = new FineTuned("classify", Set.of(TextTask.class, RelationTask.class));

    /** The same of texts and pairs alone. */
    public static final FineTuned CLASSIFY_TEXTS = new FineTuned("classify", Set.of(TextTask.class));

    /** The part of a context that answers a question. */
    public static final FineTuned ANSWER = new FineTuned("answer", Set.of(QuestionAnswering.class));

    /** The entities or chunks of a text, or its words with their tags. */
    public static final FineTuned TAG = new FineTuned("tag", Set.of(Tagging.class));

    /** The entities of a text and the relations between them. */
    public static final FineTuned EXTRACT = new FineTuned("extract", Set.of(ExtractionTask.class));

    /** The option that goes with a context. */
    public static final FineTuned SELECT = new FineTuned("select", Set.of(ChoiceTask.class));

    private static final String TEXT = "text";
    private static final String CONTEXT = "context";
    private static final String QUESTION = "question";

    @Override
    public boolean suits(Electra model) {
        ModelTask task = model.task();
        return task != null && tasks.stream().anyMatch(type -> type.isInstance(task.task()));
    }

    @Override
    public Set<String> keys(Electra model) {
        Task<?, ?, ?> task = model.knownTask().task();
        if (task instanceof RelationTask) {
            return Set.of(TEXT, "head", "tail");
        }
        if (task instanceof QuestionAnswering) {
            return Set.of(QUESTION, CONTEXT);
        }
        if (task instanceof ChoiceTask) {
            return Set.of(CONTEXT, QUESTION, "options");
        }
        return task instanceof TextTask ? Set.of(TEXT, "pair") : Set.of(TEXT);
    }

    @Override
    public TaskRow read(JsonRow object, Electra model) {
        Task<?, ?, ?> task = model.knownTask().task();
        if (task instanceof RelationTask) {
            return RelationRow.of(object);
        }
        if (task instanceof QuestionAnswering) {
            String question = object.text(QUESTION);
            String context = object.text(CONTEXT);
            if (context.isBlank()) {
                throw object.wrong(CONTEXT, "is empty; give the text that the question is about");
            }
            return Question.of(question, context);
        }
        if (task instanceof ChoiceTask) {
            return ChoiceRow.of(object);
        }
        String text = object.text(TEXT);
        if (task instanceof ExtractionTask) {
            return ExtractionRow.of(text);
        }
        return task instanceof Tagging ? TaggedText.of(text) : LabeledText.of(text, object.textOrNull("pair"));
    }

    @Override
    public List<String> texts(TaskRow input) {
        if (input instanceof RelationRow row) {
            return List.of(row.text());
        }
        if (input instanceof Question row) {
            return List.of(row.question(), row.context());
        }
        if (input instanceof ChoiceRow row) {
            String question = row.question() == null ? "" : row.question();
            return Stream.concat(Stream.of(row.context(), question), row.options().stream())
                    .toList();
        }
        if (input instanceof TaggedText row) {
            return List.of(row.text());
        }
        if (input instanceof ExtractionRow row) {
            return List.of(row.tagged().text());
        }
        LabeledText row = (LabeledText) input;
        return row.pair() == null ? List.of(row.text()) : List.of(row.text(), row.pair());
    }

    /**
     * What a model says, with its task, which writes it: the model may have been freed by then.
     *
     * @param answer of the task
     */
    public record Answer(Task<?, ?, Object> task, Object answer) {}

    @Override
    public List<Answer> compute(List<TaskRow> inputs, Electra model) {
        Task<TaskRow, Window, Object> task = known(model);
        return model.answer(new TaskRows<>(task, inputs)).stream()
                .map(answer -> new Answer(task, answer))
                .toList();
    }

    @Override
    public void write(TaskRow input, Answer output, ObjectNode object) {
        output.task().write(output.answer(), true, object);
        if (input instanceof TaggedText || input instanceof ExtractionRow) {
            object.remove(TEXT); // whoever asks has it
        }
    }

    /** Rows are read by the model's task, and answers are those that it gave. */
    @SuppressWarnings("unchecked")
    private static Task<TaskRow, Window, Object> known(Electra model) {
        return (Task<TaskRow, Window, Object>) model.knownTask().task();
    }
}
