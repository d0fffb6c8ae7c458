package io.github.electra4j.train.finetune;

import io.github.electra4j.fairness.TermExchange;
import io.github.electra4j.task.Fitting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done about trainings that fall into one answer, classes of unequal size, probabilities that decide badly, and stereotypes in the rows.
 *
 * @param retry how often at most a training that falls into one answer is begun again, with the next seed that no other has
 * @param imbalance what is done about classes of unequal size
 * @param fitting what is chosen by the answers of each training
 * @param exchange whose terms are exchanged in a second form of every training row that has any; null for none
 */
public record Precautions(
        int retry,
        Imbalance imbalance,
        Fitting fitting,
        @Nullable TermExchange exchange) {
    static final String COUNTERFACTUAL = "counterfactual";

    /** Nothing but what belongs to a task anyway. */
    public static final Precautions NONE = new Precautions(0, Imbalance.NONE, Fitting.NONE, null);

    /**
     * Checks the number.
     *
     * @throws SettingException where it is negative
     */
    public Precautions {
        SettingException.check("retry", retry, retry >= 0, "0 or more trainings");
    }

    /** Whether rows to choose on are needed. */
    boolean needsRows() {
        return retry > 0 || fitting.needsRows();
    }

    /**
     * Checks what depends on the rows.
     *
     * @throws SettingException where a setting does not go with them
     */
    void check(FineTuningData data) {
        try {
            data.train().weighted(imbalance.weights());
        } catch (IllegalArgumentException e) {
            throw new SettingException("class_weights", imbalance.weights().text(), String.valueOf(e.getMessage()));
        }
        if (imbalance.balancedSampling() && Set.copyOf(data.train().strata()).size() < 2) {
            throw new SettingException(
                    "sampling",
                    "balanced",
                    "the rows of this " + data.task().name() + " have no labels that could come equally often");
        }
        checkExchange(data);
        checkFitting(data, "out_of_scope_label", fitting.outOfScope(), new Fitting(null, fitting.outOfScope()));
        checkFitting(data, "threshold_for", fitting.thresholdFor(), fitting);
        if (Boolean.TRUE.equals(fitting.calibrate())
                && data.dev().answeredByPrior(data.train().prior()).probabilities() == null) {
            throw new SettingException(
                    "calibrate",
                    "",
                    "the answers of " + data.task().name()
                            + " have no probabilities of classes to calibrate; leave it out");
        }
    }

    private void checkExchange(FineTuningData data) {
        TermExchange terms = exchange;
        if (terms == null) {
            return;
        }
        try {
            if (!data.train().changes(terms::exchanged)) {
                throw new IllegalArgumentException(
                        "no training row has one of its terms; leave it out, or name a file of other terms");
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(COUNTERFACTUAL, terms.name(), String.valueOf(e.getMessage()));
        }
    }

    private static void checkFitting(FineTuningData data, String setting, @Nullable String value, Fitting wanted) {
        try {
            data.task().checkFitting(wanted);
        } catch (IllegalArgumentException e) {
            throw new SettingException(setting, Objects.requireNonNullElse(value, ""), String.valueOf(e.getMessage()));
        }
    }

    /** The settings by name, as JSON holds them. */
    Map<String, Object> settings() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("retry", retry);
        map.put("class_weights", imbalance.weights().text());
        map.put("sampling", imbalance.balancedSampling() ? "balanced" : "all");
        map.put("threshold_for", Objects.requireNonNullElse(fitting.thresholdFor(), ""));
        map.put("out_of_scope_label", Objects.requireNonNullElse(fitting.outOfScope(), ""));
        map.put(
                "calibrate",
                fitting.calibrate() == null ? "usual" : fitting.calibrate().toString());
        map.put(COUNTERFACTUAL, exchange == null ? "" : exchange.name() + " " + exchange.digest());
        return map;
    }
}
