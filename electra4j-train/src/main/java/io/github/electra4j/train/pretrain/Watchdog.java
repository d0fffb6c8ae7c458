package io.github.electra4j.train.pretrain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says in words what is wrong with a run, once for each ailment. It looks at smoothed training figures, after the warm-up.
 */
final class Watchdog {
    private static final double SMOOTHING = 0.9;
    private static final int PATIENCE = 30;
    private static final double NO_RECALL = 0.005;
    private static final double BLIND_AUC = 0.52;
    private static final double STRONG = 0.75;
    private static final double LOST = 1.0;

    private final long quiet;
    private final Set<String> said = new HashSet<>();
    private final Map<String, Double> smooth = new HashMap<>();
    private double bestGeneratorLoss = Double.POSITIVE_INFINITY;
    private int seen;

    /** A watchdog that stays quiet for so many steps. */
    Watchdog(long quiet) {
        this.quiet = quiet;
    }

    /** Looks at the figures of a step. */
    Optional<String> look(long step, Map<String, Double> figures) {
        figures.forEach(
                (key, value) -> smooth.merge(key, value, (old, now) -> SMOOTHING * old + (1 - SMOOTHING) * now));
        seen++;
        double generatorLoss = smooth.getOrDefault("generator_loss", 0.0);
        bestGeneratorLoss = Math.min(bestGeneratorLoss, seen >= PATIENCE ? generatorLoss : Double.POSITIVE_INFINITY);
        if (step <= quiet || seen < PATIENCE) {
            return Optional.empty();
        }
        if (generatorLoss > bestGeneratorLoss + LOST) {
            return once(
                    "generator",
                    String.format(
                            "The generator has collapsed: its loss rose from %.2f to %.2f. Lower its learning rate.",
                            bestGeneratorLoss, generatorLoss));
        }
        if (smooth.getOrDefault("sampled_accuracy", 0.0) > STRONG) {
            return once(
                    "strong",
                    String.format(
                            "The generator is too strong for the discriminator: %.0f %% of its draws are the original token, so little"
                                    + " is left to detect. Use a smaller generator_size or a higher temperature.",
                            100 * smooth.getOrDefault("sampled_accuracy", 0.0)));
        }
        if (figures.containsKey("discriminator_auc")
                && smooth.getOrDefault("discriminator_recall", 1.0) < NO_RECALL
                && smooth.getOrDefault("discriminator_auc", 1.0) < BLIND_AUC) {
            return once(
                    "blind",
                    String.format(
                            "The discriminator calls every token original (AUC %.2f, recall %.3f). This plateau is normal early; if it"
                                    + " lasts, lower the learning rate, use strategy two-stage, or train longer.",
                            smooth.getOrDefault("discriminator_auc", 0.0),
                            smooth.getOrDefault("discriminator_recall", 0.0)));
        }
        return Optional.empty();
    }

    private Optional<String> once(String ailment, String words) {
        return said.add(ailment) ? Optional.of(words) : Optional.empty();
    }
}
