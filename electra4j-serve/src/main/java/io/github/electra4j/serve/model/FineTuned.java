package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.Tagging;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model was fine-tuned for: its rows in, its answers out, both as {@code electra predict} reads and writes them.
 *
 * @param name of the operation
 * @param kinds of tasks that it asks for
 */
public record FineTuned(String name, Set<TaskKind<?>> kinds) implements Operation<TaskRow, FineTuned.Answer> {
    /** The class or value of a text or a pair, or the relation of two parts of a text. */
    public static final FineTuned CLASSIFY =
            new FineTuned("classify", Set.of(TextClassification.KIND, TextRegression.KIND, RelationTask.KIND));

    /** The same of texts and pairs alone. */
    public static final FineTuned CLASSIFY_TEXTS =
            new FineTuned("classify", Set.of(TextClassification.KIND, TextRegression.KIND));

    /** The part of a context that answers a question. */
    public static final FineTuned ANSWER = new FineTuned("answer", Set.of(QuestionAnswering.KIND));

    /** The entities or chunks of a text, or its words with their tags. */
    public static final FineTuned TAG = new FineTuned("tag", Set.of(Tagging.KIND));

    /** The entities of a text and the relations between them. */
    public static final FineTuned EXTRACT = new FineTuned("extract", Set.of(ExtractionTask.KIND));

    /** The option that goes with a context. */
    public static final FineTuned SELECT = new FineTuned("select", Set.of(ChoiceTask.KIND));

    @Override
    public boolean suits(Electra model) {
        ModelTask task = model.task();
        return task != null && kinds.contains(task.task().kind());
    }

    @Override
    public Set<String> keys(Electra model) {
        return known(model).kind().keys();
    }

    @Override
    public TaskRow read(JsonRow object, Electra model) {
        return known(model).kind().ofObject(object);
    }

    @Override
    public long length(TaskRow input, Electra model) {
        return known(model).kind().length(input, model::countTokens);
    }

    /**
     * What a model says, with its task, which writes it: the model may have been freed by then.
     *
     * @param answer of the task
     * @param cut whether something of the input was not read for it
     */
    public record Answer(Task<?, ?, Object> task, Object answer, boolean cut) {}

    @Override
    public List<Answer> compute(List<TaskRow> inputs, Electra model) {
        Task<TaskRow, Window, Object> task = known(model);
        return model.rowAnswers(new TaskRows<>(task, inputs)).stream()
                .map(answer -> new Answer(task, answer.answer(), answer.cut()))
                .toList();
    }

    @Override
    public boolean isCut(Answer output) {
        return output.cut();
    }

    @Override
    public void write(TaskRow input, Answer output, ObjectNode object) {
        output.task().write(output.answer(), true, object);
        object.remove("text"); // whoever asks has it
        if (output.cut()) {
            object.put("cut", true);
        }
    }

    /** Rows are read by the model's task, and answers are those that it gave. */
    @SuppressWarnings("unchecked")
    private static Task<TaskRow, Window, Object> known(Electra model) {
        return (Task<TaskRow, Window, Object>) model.knownTask().task();
    }
}
