package io.github.electra4j.train.pretrain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a healthy run (reference, section 3.8), from sums of steps. Accuracy of the discriminator says nothing and is left out. */
public final class Metrics {
    private Metrics() {}

    /**
     * Figures by their keys: {@code generator_loss}, {@code generator_accuracy}, {@code sampled_accuracy} where a generator ran;
     * {@code discriminator_loss}, {@code discriminator_auc}, {@code discriminator_precision}, {@code discriminator_recall},
     * {@code replaced_share} where a discriminator ran; {@code corrective_loss} where that loss is on; {@code loss}, their weighted sum.
     */
    public static Map<String, Double> of(StepResult r, PretrainingConfig config) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double generatorLoss = r.generatorLoss() / r.chosen();
        double loss = config.generatorWeight() * generatorLoss;
        figures.put("generator_loss", generatorLoss);
        figures.put("generator_accuracy", (double) r.generatorCorrect() / r.chosen());
        if (r.logits().length > 0) {
            double discriminatorLoss = r.discriminatorLoss() / r.tokens();
            loss += config.discriminatorWeight() * discriminatorLoss;
            figures.put("sampled_accuracy", (double) r.sampledCorrect() / r.chosen());
            figures.put("discriminator_loss", discriminatorLoss);
            figures.put("discriminator_auc", auc(r.logits(), r.labels()));
            long called = 0;
            long hit = 0;
            for (int i = 0; i < r.logits().length; i++) {
                if (r.logits()[i] > 0) {
                    called++;
                    hit += r.labels()[i] ? 1 : 0;
                }
            }
            figures.put("discriminator_precision", called == 0 ? 0 : (double) hit / called);
            figures.put("discriminator_recall", r.replaced() == 0 ? 0 : (double) hit / r.replaced());
            figures.put("replaced_share", (double) r.replaced() / r.tokens());
            if (config.correctiveWeight() > 0) {
                double correctiveLoss = r.correctiveLoss() / r.chosen();
                loss += config.correctiveWeight() * correctiveLoss;
                figures.put("corrective_loss", correctiveLoss);
            }
        }
        figures.put("loss", loss);
        return figures;
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
