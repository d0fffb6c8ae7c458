package io.github.electra4j.train.finetune;

import io.github.electra4j.evaluate.ClassProbabilities;
import io.github.electra4j.task.AnsweredRows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a model's probabilities of the dev rows are to be believed, at the temperature that it keeps and at 1.
 *
 * @param temperature fitted on the rows that are chosen on
 * @param errorBefore expected calibration error at temperature 1
 * @param error at that of the model
 * @param logLossBefore log loss at temperature 1
 * @param logLoss at that of the model
 */
public record Calibration(double temperature, double errorBefore, double error, double logLossBefore, double logLoss) {
    /** That of answers; null where they have no probabilities of this kind. */
    static @Nullable Calibration of(AnsweredRows<?, ?, ?> answers) {
        ClassProbabilities now = answers.probabilities();
        if (now == null) {
            return null;
        }
        double temperature = answers.of().task().temperature();
        ClassProbabilities before = now.at(1 / temperature);
        return new Calibration(
                temperature, before.calibrationError(), now.calibrationError(), before.logLoss(), now.logLoss());
    }

    /** For a JSON file. */
    Map<String, Double> toJson() {
        Map<String, Double> json = new LinkedHashMap<>();
        json.put("temperature", temperature);
        json.put("error_before", errorBefore);
        json.put("error", error);
        json.put("log_loss_before", logLossBefore);
        json.put("log_loss", logLoss);
        return json;
    }
}
