package io.github.electra4j.train.finetune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is trained, and how the best is chosen.
 *
 * @param config settings of every training; its learning rate gives way to {@code rates}
 * @param rates learning rates; of several, the best with the first seed is taken for all seeds
 * @param seeds one training each
 * @param fromScratch whether to start from random weights, for the untrained baseline
 * @param selection what rates, seeds and epochs are chosen on
 * @param heldOut share of the training rows that is held out for {@link Selection#HELD_OUT}; nothing is held out where
 *     there is nothing to choose
 * @param metric figure to choose by, see {@link io.github.electra4j.evaluate.Evaluation}
 * @param bestEpoch whether the best epoch's weights are kept instead of the last one's
 * @param patience epochs without improvement after which a training ends; 0 for never
 * @param bothOrders whether pairs are learned in both orders, as the authors do for MRPC and STS-B
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
        boolean bothOrders) {
    /** What is chosen on. */
    public enum Selection {
        /** Rows held out of the training file, so that the dev figures are unspent. */
        HELD_OUT,
        /** The dev file, as the papers do. */
        DEV
    }

    public FineTuningPlan {
        rates = List.copyOf(rates);
        seeds = List.copyOf(seeds);
        if (rates.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("a fine-tuning needs at least one learning rate and one seed");
        }
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException("held-out share: " + heldOut + ", expected above 0 and below 1");
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience: " + patience + ", expected 0 or more epochs");
        }
        if (config.head() == Head.Form.HUGGINGFACE && config.pooling() == Head.Pooling.MEAN) {
            throw new IllegalArgumentException(
                    "head huggingface with pooling mean: Hugging Face's class sees [CLS] alone; choose head linear, or pooling"
                            + " cls");
        }
        for (double rate : rates) {
            if (!(rate > 0 && rate < 1)) {
                throw new IllegalArgumentException("learning rate: " + rate + ", expected above 0 and below 1");
            }
        }
    }

    /** Whether anything is chosen, so that rows to choose on are needed. */
    public boolean chooses() {
        return rates.size() > 1 || seeds.size() > 1 || bestEpoch || patience > 0;
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
