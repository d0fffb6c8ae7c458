package io.github.electra4j;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.choice.ChoiceTask;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a server says of one of its models.
 *
 * @param name that requests call it by
 * @param task that it was fine-tuned for; null for none
 * @param labels of the task, by id; empty where it has none
 * @param maxLength most tokens that it reads at once
 */
public record ServiceModel(String name, @Nullable String task, List<String> labels, int maxLength) {
    public ServiceModel {
        labels = List.copyOf(labels);
    }

    static ServiceModel of(JsonNode node) {
        return new ServiceModel(
                node.path("id").asString(""),
                node.path("task").isString() ? node.path("task").stringValue() : null,
                node.path("labels")
                        .valueStream()
                        .map(label -> label.asString(""))
                        .toList(),
                node.path("max_length").asInt(0));
    }

    /**
     * The task, as far as rows are read and answers measured by it: of classification, regression and choice. What a threshold of the model decides is in
     * the answers.
     *
     * @throws IllegalArgumentException where the model is for something else
     */
    public Task<?, ?, ?> measuredTask() {
        Task<?, ?, ?> found =
                switch (String.valueOf(task)) {
                    case "classification" -> TextClassification.KIND.foreign(Architecture.CLASSIFIER, labels);
                    case "regression" -> TextRegression.KIND.foreign(Architecture.CLASSIFIER, List.of("value"));
                    case "choice" -> ChoiceTask.KIND.foreign(Architecture.CHOOSER, List.of());
                    default -> null;
                };
        if (found == null) {
            throw new IllegalArgumentException("the served model " + name + " is "
                    + (task == null ? "not fine-tuned" : "for " + task)
                    + "; classification, regression and choice can be measured through a service");
        }
        return found;
    }
}
