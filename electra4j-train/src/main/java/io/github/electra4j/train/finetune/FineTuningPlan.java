package io.github.electra4j.train.finetune;

import io.github.electra4j.fairness.TermExchange;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.HeldOutSlice;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.LeastLength;
import io.github.electra4j.task.NearestName;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is trained, and how the best is chosen.
 *
 * @param config settings of every training; its learning rate gives way to {@code rates}
 * @param rates learning rates; of several, the best with the first seed is taken for all seeds
 * @param seeds one training each
 * @param fromScratch whether to start from random weights, for the untrained baseline
 * @param selection what rates, seeds and epochs are chosen on
 * @param heldOut share of the training rows, at most a half, that is held out for {@link Selection#HELD_OUT}; nothing is held out where
 *     there is nothing to choose
 * @param metric figure to choose by, see {@link io.github.electra4j.evaluate.Evaluation}
 * @param bestEpoch whether the best epoch's weights are kept instead of the last one's
 * @param patience epochs without improvement after which a training ends; 0 for never
 * @param bothOrders whether pairs are learned in both orders, as the authors do for MRPC and STS-B
 * @param precautions what is done about what may go wrong; few ask for any
 */
public record FineTuningPlan(
        FineTuningConfig config,
        List<Double> rates,
        List<Long> seeds,
        boolean fromScratch,
        Selection selection,
        double heldOut,
        String metric,
        boolean bestEpoch,
        int patience,
        boolean bothOrders,
        Precautions precautions) {
    /** The rows held out stay the same whatever the seeds of the trainings are. */
    private static final long SLICE_SEED = 20200326;

    /** What is chosen on. */
    public enum Selection {
        /** Rows held out of the training file, so that the dev figures are unspent. */
        HELD_OUT,
        /** The dev file, as the papers do. */
        DEV,
        /** Rows that are neither learned from nor measured on, see {@link FineTuningData#selection}. */
        FILE
    }

    /**
     * Checks every value.
     *
     * @throws SettingException where one is out of range, or two do not go together
     */
    public FineTuningPlan {
        rates = List.copyOf(rates);
        seeds = List.copyOf(seeds);
        rates.forEach(FineTuningConfig::checkRate);
        SettingException.check("learning_rate", rates, !rates.isEmpty(), "at least one rate");
        SettingException.check("seeds", seeds, !seeds.isEmpty(), "at least one seed");
        SettingException.check(
                "held_out",
                heldOut,
                heldOut > 0 && heldOut <= 0.5,
                "above 0 and at most 0.5: more rows to choose on than to learn from are wasted");
        SettingException.check("patience", patience, patience >= 0, "0 or more epochs");
        SettingException.check(
                "head",
                "huggingface",
                config.head() != Head.Form.HUGGINGFACE || config.pooling() != Head.Pooling.MEAN,
                "linear where pooling is mean, or else pooling cls: Hugging Face's class sees [CLS] alone");
    }

    /** A plan without what only some ask for. */
    public FineTuningPlan(
            FineTuningConfig config,
            List<Double> rates,
            List<Long> seeds,
            boolean fromScratch,
            Selection selection,
            double heldOut,
            String metric,
            boolean bestEpoch,
            int patience,
            boolean bothOrders) {
        this(
                config,
                rates,
                seeds,
                fromScratch,
                selection,
                heldOut,
                metric,
                bestEpoch,
                patience,
                bothOrders,
                Precautions.NONE);
    }

    /**
     * Checks what depends on the model and the rows, before anything is written.
     *
     * @param positions of the model
     * @throws SettingException where a setting does not go with them
     */
    public void check(int positions, FineTuningData data) {
        SettingException.check(
                "max_length",
                config.maxLength(),
                config.maxLength() <= positions,
                positions + " at most: the model has no more positions");
        boolean pairs = data.columns().pair() != null;
        LeastLength least = pairs ? LeastLength.PAIR : data.task().leastLength();
        SettingException.check(
                "max_length", config.maxLength(), config.maxLength() >= least.tokens(), least.expected());
        if (bothOrders && !pairs) {
            throw new SettingException(
                    "both_orders", "", "these are single texts; name the pair column (option --pair-column)");
        }
        if (config.pooling() == Head.Pooling.MEAN && !(data.task() instanceof TextTask)) {
            throw new SettingException(
                    "pooling", "mean", "expected cls: " + data.task().name() + " sees the states of its own tokens");
        }
        SettingException.check(
                "select",
                selection.name().toLowerCase(Locale.ROOT),
                (selection == Selection.FILE) == (data.selection() != null),
                "file where there are rows of their own to choose on, and only there");
        precautions.check(data);
        Set<String> figures = data.dev().ofPrior(data.train().prior()).figures().keySet();
        if (!figures.contains(metric)) {
            String nearest = NearestName.of(metric, figures);
            throw new SettingException(
                    "metric",
                    metric,
                    "expected for this " + data.task().name() + " one of " + String.join(", ", figures)
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
        HeldOutSlice slice = slice(data);
        String outside = fitting().outOfScope();
        if (outside != null) {
            requireBothKinds(
                    slice == null ? data.dev().strata() : slice.heldOut().strata(), outside);
        }
        if (slice != null && selection == Selection.HELD_OUT && data.task() instanceof TextClassification classes) {
            Set<String> learned = slice.train().rows().stream()
                    .map(row -> ((LabeledText) row).knownLabel())
                    .collect(Collectors.toSet());
            for (String label : classes.labels().names()) {
                if (!learned.contains(label)) {
                    throw new SettingException(
                            "held_out",
                            heldOut,
                            "which leaves " + slice.train().size() + " of "
                                    + data.train().size() + " training rows and none of \"" + label
                                    + "\"; hold out less, or choose on the dev file");
                }
            }
        }
    }

    /** Of rows of one kind no confidence tells the two apart. */
    private static void requireBothKinds(List<String> chosenOn, String outside) {
        long rows = chosenOn.stream().filter(outside::equals).count();
        if (rows == 0 || rows == chosenOn.size()) {
            throw new SettingException(
                    "out_of_scope_label",
                    outside,
                    (rows == 0 ? "none" : "all") + " of the " + chosenOn.size()
                            + " rows that the threshold is chosen on have it; hold out more, choose on the dev file, or add such"
                            + " rows to the training file");
        }
    }

    /** The rows to learn from and those to choose on; null where all training rows are learned from, and what is chosen is chosen on the dev rows. */
    @Nullable
    HeldOutSlice slice(FineTuningData data) {
        if (selection == Selection.FILE) {
            return new HeldOutSlice(data.train(), Objects.requireNonNull(data.selection()));
        }
        return chooses() && selection == Selection.HELD_OUT
                ? HeldOutSlice.draw(data.train(), heldOut, SLICE_SEED)
                : null;
    }

    /** Whether anything is chosen: what rows are needed for, or what rows of their own, which cost none to learn from, are there for. */
    public boolean chooses() {
        return rates.size() > 1
                || seeds.size() > 1
                || bestEpoch
                || patience > 0
                || selection == Selection.FILE
                || precautions.needsRows();
    }

    /** The same with another figure to choose by. */
    public FineTuningPlan withMetric(String figure) {
        return with(figure, precautions);
    }

    /** The same whose trainings that fall into one answer are begun again so often. */
    public FineTuningPlan withRetry(int times) {
        return with(metric, new Precautions(times, imbalance(), fitting(), precautions.exchange()));
    }

    /** The same with something done about classes of unequal size. */
    public FineTuningPlan withImbalance(Imbalance remedy) {
        return with(metric, new Precautions(retry(), remedy, fitting(), precautions.exchange()));
    }

    /** The same with something chosen by answers. */
    public FineTuningPlan withFitting(Fitting wanted) {
        return with(metric, new Precautions(retry(), imbalance(), wanted, precautions.exchange()));
    }

    /**
     * The same that also learns from the training rows with terms exchanged.
     *
     * @param terms null for none
     */
    public FineTuningPlan withCounterfactual(@Nullable TermExchange terms) {
        return with(metric, new Precautions(retry(), imbalance(), fitting(), terms));
    }

    private FineTuningPlan with(String figure, Precautions other) {
        return new FineTuningPlan(
                config, rates, seeds, fromScratch, selection, heldOut, figure, bestEpoch, patience, bothOrders, other);
    }

    /** See {@link Precautions#retry}. */
    int retry() {
        return precautions.retry();
    }

    /** See {@link Precautions#imbalance}. */
    Imbalance imbalance() {
        return precautions.imbalance();
    }

    /** See {@link Precautions#fitting}. */
    Fitting fitting() {
        return precautions.fitting();
    }

    /** All settings by name, as JSON holds them. */
    public Map<String, Object> settings() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("learning_rates", rates);
        map.put("seeds", seeds);
        map.put("from_scratch", fromScratch);
        map.put("select", selection.name().toLowerCase(Locale.ROOT));
        map.put("held_out", heldOut);
        map.put("metric", metric);
        map.put("best_epoch", bestEpoch);
        map.put("patience", patience);
        map.put("both_orders", bothOrders);
        map.putAll(precautions.settings());
        map.put("layerwise_decay", config.layerwiseDecay());
        map.put("weight_decay", config.weightDecay());
        map.put("warmup", config.warmupShare());
        map.put("batch", config.batch());
        map.put("epochs", config.epochs());
        map.put("max_length", config.maxLength());
        map.put("head", config.head().name().toLowerCase(Locale.ROOT));
        map.put("pooling", config.pooling().name().toLowerCase(Locale.ROOT));
        map.put("dropout", config.dropout());
        map.put("recipe", config.reference() ? "reference" : "default");
        return map;
    }
}
