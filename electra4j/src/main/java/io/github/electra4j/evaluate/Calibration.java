package io.github.electra4j.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a model's probabilities of labelled rows are to be believed, at the temperature that it keeps and at 1.
 *
 * @param temperature fitted on the rows that are chosen on
 * @param errorBefore expected calibration error at temperature 1
 * @param error at that of the model
 * @param logLossBefore log loss at temperature 1
 * @param logLoss at that of the model
 */
public record Calibration(double temperature, double errorBefore, double error, double logLossBefore, double logLoss) {
    /**
     * That of a model.
     *
     * @param temperature that it keeps
     * @param now its probabilities at that temperature
     */
    public static Calibration of(double temperature, ClassProbabilities now) {
        ClassProbabilities before = now.at(1 / temperature);
        return new Calibration(
                temperature, before.calibrationError(), now.calibrationError(), before.logLoss(), now.logLoss());
    }

    /** For a JSON file. */
    public Map<String, Double> toJson() {
        Map<String, Double> json = new LinkedHashMap<>();
        json.put("temperature", temperature);
        json.put("error_before", errorBefore);
        json.put("error", error);
        json.put("log_loss_before", logLossBefore);
        json.put("log_loss", logLoss);
        return json;
    }
}
