package io.github.electra4j.cli.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a quickstart; accuracies and shares from 0 to 1.
 *
 * @param majority accuracy of the most frequent class of the labelled part, on test
 * @param untrained the same network without pre-training, at its own best rate
 * @param pretrained the discriminator, at its own best rate
 * @param testRows rows of test
 * @param probe of the wrong word
 * @param pretraining what it cost
 * @param seconds of all processes that took part
 * @param peakMegabytes the most memory of one of them; 0 where it is not known
 * @param maskedLm masked LM alone at equal FLOPs; null where it was not asked for
 */
public record Results(
        double majority,
        Trial untrained,
        Trial pretrained,
        int testRows,
        Probe probe,
        Cost pretraining,
        double seconds,
        long peakMegabytes,
        @Nullable MaskedLm maskedLm) {

    /**
     * Shares of glosses whose exchanged word was found.
     *
     * @param discriminator by the word most suspicious to it
     * @param chance by pointing at random
     * @param rarestWord by pointing at the word that is rarest in the pre-training text
     */
    public record Probe(double discriminator, double chance, double rarestWord) {}

    /** What a pre-training cost. */
    public record Cost(long steps, long tokens, double flops, double seconds) {}

    /** Masked LM alone. */
    public record MaskedLm(Trial trial, Cost cost) {}

    /** The same with what everything took. */
    public Results spending(double time, long megabytes) {
        return new Results(majority, untrained, pretrained, testRows, probe, pretraining, time, megabytes, maskedLm);
    }

    /** The same with masked LM alone. */
    public Results with(MaskedLm other) {
        return new Results(
                majority, untrained, pretrained, testRows, probe, pretraining, seconds, peakMegabytes, other);
    }

    /** Standard error of an accuracy on the test rows. */
    public double standardError(double accuracy) {
        return Math.sqrt(accuracy * (1 - accuracy) / testRows);
    }

    /** The lines of the table: what, accuracy in percent, its standard error, rate. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("majority class", majority, ""));
        rows.add(row("the same network untrained", untrained.test(), rate(untrained)));
        rows.add(row("the ELECTRA discriminator", pretrained.test(), rate(pretrained)));
        if (maskedLm != null) {
            rows.add(row("masked LM alone, equal FLOPs", maskedLm.trial().test(), rate(maskedLm.trial())));
        }
        return rows;
    }

    private List<String> row(String name, double accuracy, String rate) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%.1f %%", 100 * accuracy),
                String.format(Locale.ROOT, "± %.1f", 100 * standardError(accuracy)),
                rate);
    }

    private static String rate(Trial trial) {
        return String.format(Locale.ROOT, "%.0e", trial.rate());
    }

    /** The lines of the probe: who points, share in percent. */
    public List<List<String>> probeRows() {
        return List.of(
                List.of("pointing at random", percent(probe.chance())),
                List.of("pointing at the rarest word", percent(probe.rarestWord())),
                List.of("the ELECTRA discriminator", percent(probe.discriminator())));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** For a JSON file; the keys are stable. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("majority", majority);
        json.put("untrained", untrained.test());
        json.put("untrained_dev", untrained.dev());
        json.put("untrained_rate", untrained.rate());
        json.put("pretrained", pretrained.test());
        json.put("pretrained_dev", pretrained.dev());
        json.put("pretrained_rate", pretrained.rate());
        json.put("test_rows", testRows);
        json.put("probe_top1", probe.discriminator());
        json.put("probe_chance", probe.chance());
        json.put("probe_rarest", probe.rarestWord());
        cost(json, "pretraining", pretraining);
        json.put("seconds", seconds);
        if (peakMegabytes > 0) {
            json.put("peak_rss_mb", peakMegabytes);
        }
        if (maskedLm != null) {
            json.put("masked_lm", maskedLm.trial().test());
            json.put("masked_lm_dev", maskedLm.trial().dev());
            json.put("masked_lm_rate", maskedLm.trial().rate());
            cost(json, "masked_lm", maskedLm.cost());
        }
        return json;
    }

    private static void cost(Map<String, Object> json, String name, Cost cost) {
        json.put(name + "_steps", cost.steps());
        json.put(name + "_tokens", cost.tokens());
        json.put(name + "_flops", cost.flops());
        json.put(name + "_seconds", cost.seconds());
    }
}
