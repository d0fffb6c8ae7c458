package io.github.electra4j.train.pretrain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says in words what is wrong with a run, once for each ailment. It looks at smoothed training figures, of each network after the first
 * fifth of its stage; of a collapse, which no beginning looks like, before that.
 */
final class Watchdog {
    private static final double SMOOTHING = 0.9;

    /** Standard deviation of a smoothed figure over that of the figure: sqrt((1 - s) / (1 + s)). */
    private static final double SMOOTHED_NOISE = Math.sqrt((1 - SMOOTHING) / (1 + SMOOTHING));

    /** Looks at a figure until it is judged. */
    private static final int PATIENCE = 30;

    private static final double NO_RECALL = 0.005;
    private static final double BLIND_AUC = 0.52;

    /** Of the last looks, smoothed, those at which no token had another score than any other: a step has thousands of tokens. */
    private static final double TIED = 0.4;

    private static final double STRONG = 0.75;
    private static final double LOST = 1.0;

    /** Smoothed standard deviations between the highest and the lowest of a run's figures that are noise. */
    private static final double NOISE = 8;

    private static final String SAMPLED_ACCURACY = "sampled_accuracy";
    private static final String AUC = "discriminator_auc";
    private static final String RECALL = "discriminator_recall";
    private static final String REPLACED = "replaced_share";
    private static final String COLLAPSED = "collapsed";

    private final String language;
    private final String lossKey;
    private final long generatorQuiet;
    private final long discriminatorQuiet;
    private final double guessing;
    private final Set<String> said = new HashSet<>();
    private final Map<String, Double> smooth = new HashMap<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private double lossSquares;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private double tied;

    /**
     * A watchdog.
     *
     * @param language the language model whose loss is watched, by the first part of its figures' keys
     * @param generatorQuiet steps in which nothing is said of it
     * @param discriminatorQuiet steps in which nothing is said of the discriminator
     * @param vocabularySize pieces of the vocabulary
     */
    Watchdog(String language, long generatorQuiet, long discriminatorQuiet, int vocabularySize) {
        this.language = language;
        lossKey = language + "_loss";
        this.generatorQuiet = generatorQuiet;
        this.discriminatorQuiet = discriminatorQuiet;
        this.guessing = Math.log(vocabularySize);
    }

    /** A watchdog for a run: of each network, a fifth of the steps that it has ahead of it when it begins to learn is quiet. */
    static Watchdog of(PretrainingConfig config, int vocabularySize) {
        long first = config.generatorSteps();
        long generatorSpan = first > 0 ? first : config.steps();
        // A generator that is to fool has no masked LM's loss to be judged by.
        long quiet = config.strategy() == Strategy.ADVERSARIAL ? config.steps() : generatorSpan / 5;
        String language =
                config.objective().replaces() ? "generator" : config.objective().folder();
        return new Watchdog(language, quiet, first + (config.steps() - first) / 5, vocabularySize);
    }

    /** Looks at the figures of a step. */
    Optional<String> look(long step, Map<String, Double> figures) {
        for (Map.Entry<String, Double> figure : figures.entrySet()) {
            // One that is no number would make its average none for ever, and all that is compared with it false.
            if (!Double.isFinite(figure.getValue())) {
                return once(
                        "number",
                        () -> String.format(
                                Locale.ROOT,
                                "%s is %s: training is breaking down. Lower the learning rate, or train in fp32.",
                                figure.getKey(),
                                figure.getValue()));
            }
        }
        figures.forEach(this::take);
        if (figures.containsKey(AUC)) {
            // Where nothing was replaced there is nothing to tell apart.
            boolean tie = figures.get(AUC) == 0.5 && figures.getOrDefault(REPLACED, 1.0) > 0;
            tied = SMOOTHING * tied + (1 - SMOOTHING) * (tie ? 1 : 0);
        }
        // One a look; what was said already gives way to the next.
        Optional<String> words = Optional.empty();
        if (step > generatorQuiet && isKnown(lossKey)) {
            words = guesses().or(this::lost);
        }
        if (isKnown(AUC)) {
            words = words.or(this::collapsed);
        }
        if (step > discriminatorQuiet && isKnown(AUC)) {
            words = words.or(this::strong).or(this::blind);
        }
        return words;
    }

    private void take(String key, double value) {
        Double before = smooth.get(key);
        if (before != null && key.equals(lossKey)) {
            double off = value - before;
            lossSquares += off * off;
        }
        smooth.merge(key, value, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now);
        looks.merge(key, 1, Integer::sum);
        if (key.equals(lossKey) && isKnown(key)) {
            bestLoss = Math.min(bestLoss, smoothed(key));
        }
    }

    private boolean isKnown(String key) {
        return looks.getOrDefault(key, 0) >= PATIENCE;
    }

    private double smoothed(String key) {
        return smooth.getOrDefault(key, Double.NaN);
    }

    private Optional<String> guesses() {
        if (!(smoothed(lossKey) > guessing)) {
            return Optional.empty();
        }
        return once(
                "guessing",
                () -> String.format(
                        Locale.ROOT,
                        "The %s is worse than guessing: its loss is %.2f, that of all pieces alike %.2f. Lower its learning"
                                + " rate.",
                        language,
                        smoothed(lossKey),
                        guessing));
    }

    private Optional<String> lost() {
        double noise = NOISE * SMOOTHED_NOISE * Math.sqrt(lossSquares / looks.getOrDefault(lossKey, 1));
        if (!(smoothed(lossKey) > bestLoss + Math.max(LOST, noise))) {
            return Optional.empty();
        }
        return once(
                "generator",
                () -> String.format(
                        Locale.ROOT,
                        "The %s has collapsed: its loss rose from %.2f to %.2f. Lower its learning rate.",
                        language,
                        bestLoss,
                        smoothed(lossKey)));
    }

    private Optional<String> strong() {
        if (!(smoothed(SAMPLED_ACCURACY) > STRONG)) {
            return Optional.empty();
        }
        return once(
                "strong",
                () -> String.format(
                        Locale.ROOT,
                        "The generator is too strong for the discriminator: %.0f %% of its draws are the original token, so little"
                                + " is left to detect. Use a smaller generator_size or a higher temperature.",
                        100 * smoothed(SAMPLED_ACCURACY)));
    }

    /** What too high a rate does (docs/experiments.md, ELECTRA-Small on a GPU): every token has one and the same state. */
    private Optional<String> collapsed() {
        if (!(tied > TIED)) {
            return Optional.empty();
        }
        return once(
                COLLAPSED,
                () ->
                        "The discriminator has collapsed: it gives every token the same score (AUC 0.500). That lasts as long as the"
                                + " learning rate does: begin again with a third of it.");
    }

    private Optional<String> blind() {
        if (said.contains(COLLAPSED) || !(smoothed(AUC) < BLIND_AUC)) {
            return Optional.empty();
        }
        String what = smoothed(RECALL) < NO_RECALL
                ? "calls every token original"
                : "cannot tell replaced tokens from original ones";
        return once(
                "blind",
                () -> String.format(
                        Locale.ROOT,
                        "The discriminator %s (AUC %.2f, recall %.3f). This plateau is normal early; if it"
                                + " lasts, lower the learning rate, use strategy two-stage, or train longer.",
                        what,
                        smoothed(AUC),
                        smoothed(RECALL)));
    }

    private Optional<String> once(String ailment, Supplier<String> words) {
        return said.add(ailment) ? Optional.of(words.get()) : Optional.empty();
    }
}
