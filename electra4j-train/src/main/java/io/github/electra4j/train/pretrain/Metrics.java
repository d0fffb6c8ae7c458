package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.pretrain.StepResult.Counts;
import io.github.electra4j.train.pretrain.StepResult.Detection;
import io.github.electra4j.train.pretrain.StepResult.Naming;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The figures of a healthy run (reference, section 3.8), from sums of steps. Accuracy of the discriminator says nothing and is left out. */
public final class Metrics {
    private Metrics() {}

    /**
     * Figures by their keys: {@code generator_loss}, {@code generator_accuracy} where a generator ran; {@code sampled_accuracy},
     * {@code replaced_share} where pieces were drawn; {@code discriminator_loss}, {@code discriminator_auc}, {@code
     * discriminator_precision}, {@code discriminator_recall} where a discriminator ran, {@code encoder_loss}, {@code
     * encoder_accuracy} (at the chosen positions) where a language model is what is kept; {@code corrective_loss} where that loss is
     * on; {@code contrastive_loss}, {@code contrastive_accuracy} in steps that contrast parts of
     * texts; {@code reward}, {@code expected_reward} in steps of an adversary's generator; {@code loss}, the weighted sum of those that are learned.
     */
    public static Map<String, Double> of(StepResult r, PretrainingConfig config) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double named = naming("generator", r.generator(), figures);
        // An adversary's generator does not minimise it.
        double loss = config.strategy() == Strategy.ADVERSARIAL ? 0 : config.generatorWeight() * named;
        Counts counts = r.counts();
        if (counts.drawn() > 0) {
            figures.put("sampled_accuracy", (double) counts.drawnCorrect() / counts.drawn());
        }
        loss += config.discriminatorWeight() * detection(r.detection(), figures);
        if (counts.drawn() > 0) {
            figures.put("replaced_share", (double) counts.replaced() / counts.tokens());
        }
        loss += naming("encoder", r.encoder(), figures);
        if (r.corrective().positions() > 0) {
            double corrective = r.corrective().loss() / r.corrective().positions();
            figures.put("corrective_loss", corrective);
            loss += config.correctiveWeight() * corrective;
        }
        if (r.contrast().rows() > 0) {
            double contrast = r.contrast().loss() / r.contrast().rows();
            figures.put("contrastive_loss", contrast);
            figures.put(
                    "contrastive_accuracy",
                    (double) r.contrast().found() / r.contrast().rows());
            loss += Objects.requireNonNull(config.contrastiveWeight()) * contrast;
        }
        if (r.rewarded().positions() > 0) {
            figures.put("reward", r.rewarded().sum() / r.rewarded().positions());
            figures.put(
                    "expected_reward", r.rewarded().expected() / r.rewarded().positions());
        }
        figures.put("loss", loss);
        return figures;
    }

    /** Puts the figures of a language model, and gives its mean loss; 0 and none where it did not run. */
    private static double naming(String network, Naming naming, Map<String, Double> figures) {
        if (naming.positions() == 0) {
            return 0;
        }
        double loss = naming.loss() / naming.positions();
        figures.put(network + "_loss", loss);
        if (naming.chosen() > 0) {
            figures.put(network + "_accuracy", (double) naming.correct() / naming.chosen());
        }
        return loss;
    }

    /** The same of a discriminator. */
    private static double detection(Detection detection, Map<String, Double> figures) {
        if (detection.positions() == 0) {
            return 0;
        }
        double loss = detection.loss() / detection.positions();
        figures.put("discriminator_loss", loss);
        if (detection.logits().length == 0) {
            return loss;
        }
        figures.put("discriminator_auc", auc(detection.logits(), detection.labels()));
        long called = 0;
        long hit = 0;
        long replaced = 0;
        for (int i = 0; i < detection.logits().length; i++) {
            replaced += detection.labels()[i] ? 1 : 0;
            if (detection.logits()[i] > 0) {
                called++;
                hit += detection.labels()[i] ? 1 : 0;
            }
        }
        figures.put("discriminator_precision", called == 0 ? 0 : (double) hit / called);
        figures.put("discriminator_recall", replaced == 0 ? 0 : (double) hit / replaced);
        return loss;
    }

    /** Area under the ROC curve: the chance that a replaced token scores above an original one, ties counting half; 0.5 where one kind is missing. */
    static double auc(float[] scores, boolean[] labels) {
        long[] packed = new long[scores.length];
        long positives = 0;
        for (int i = 0; i < scores.length; i++) {
            int bits = Float.floatToIntBits(scores[i]);
            int ordered = bits ^ (bits >> 31 & 0x7FFFFFFF);
            packed[i] = (long) ordered << 32 | (labels[i] ? 1 : 0);
            positives += labels[i] ? 1 : 0;
        }
        long negatives = scores.length - positives;
        if (positives == 0 || negatives == 0) {
            return 0.5;
        }
        Arrays.sort(packed);
        double area = 0;
        long below = 0;
        for (int i = 0; i < packed.length; ) {
            long score = packed[i] >> 32;
            long tiedPositives = 0;
            long tied = 0;
            for (; i < packed.length && packed[i] >> 32 == score; i++) {
                tiedPositives += packed[i] & 1;
                tied++;
            }
            long tiedNegatives = tied - tiedPositives;
            area += tiedPositives * (below + tiedNegatives / 2.0);
            below += tiedNegatives;
        }
        return area / ((double) positives * negatives);
    }
}
