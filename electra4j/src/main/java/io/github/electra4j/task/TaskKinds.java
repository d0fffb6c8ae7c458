package io.github.electra4j.task;

import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.Tagging;
import java.util.List;

/** The kinds of tasks that there are. */
public final class TaskKinds {
    /** All of them; a new one is added here. */
    public static final List<TaskKind<?>> ALL = List.of(
            TextClassification.KIND,
            TextRegression.KIND,
            Tagging.KIND,
            QuestionAnswering.KIND,
            RelationTask.KIND,
            ChoiceTask.KIND,
            ExtractionTask.KIND);

    private TaskKinds() {}

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException if there is none, with those there are
     */
    public static TaskKind<?> of(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task: \"" + name + "\", expected " + names()));
    }

    /** The names of all, for messages. */
    public static String names() {
        List<String> names = ALL.stream().map(TaskKind::name).toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
