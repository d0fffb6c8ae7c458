package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.pretrain.Masking.Masked;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one step, or one part of it, came to; sums, so that parts add up.
 *
 * @param counts of tokens and draws
 * @param generator the generator's masked LM
 * @param detection replaced-token detection
 * @param encoder the language model of the network that is kept, where that is its objective
 * @param corrective the corrective loss beside detection
 * @param contrast parts of one text found
 * @param rewarded what an adversary's generator was rewarded with
 */
public record StepResult(
        Counts counts,
        Naming generator,
        Detection detection,
        Naming encoder,
        Naming corrective,
        Contrast contrast,
        Rewarded rewarded) {
    /**
     * Tokens and draws.
     *
     * @param tokens that are not padding
     * @param drawn pieces that were drawn for chosen positions
     * @param drawnCorrect draws that are the original token
     * @param replaced tokens that differ from the original
     */
    public record Counts(long tokens, long drawn, long drawnCorrect, long replaced) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        /** Of a batch in which nothing is drawn. */
        static Counts of(Masked masked) {
            return new Counts(masked.batch().tokens(), 0, 0, 0);
        }

        /**
         * Of a batch.
         *
         * @param ids drawn for the chosen positions; null where nothing is drawn
         */
        static Counts of(Masked masked, int @Nullable [] ids, Replaced replaced) {
            if (ids == null) {
                return of(masked);
            }
            long correct = 0;
            for (int i = 0; i < ids.length; i++) {
                correct += ids[i] == masked.originals()[i] ? 1 : 0;
            }
            long differ = 0;
            for (boolean label : replaced.labels()) {
                differ += label ? 1 : 0;
            }
            return new Counts(masked.batch().tokens(), ids.length, correct, differ);
        }

        Counts plus(Counts other) {
            return new Counts(
                    tokens + other.tokens,
                    drawn + other.drawn,
                    drawnCorrect + other.drawnCorrect,
                    replaced + other.replaced);
        }
    }

    /**
     * Original tokens named.
     *
     * @param loss sum of cross-entropies, in nats
     * @param positions over which it is summed
     * @param correct chosen positions where the likeliest piece is the original, or 0 where not asked
     * @param chosen positions over which that is counted
     */
    public record Naming(double loss, long positions, long correct, long chosen) {
        static final Naming NONE = new Naming(0, 0, 0, 0);

        Naming plus(Naming other) {
            return new Naming(
                    loss + other.loss, positions + other.positions, correct + other.correct, chosen + other.chosen);
        }
    }

    /**
     * Replaced tokens detected.
     *
     * @param loss sum of binary cross-entropies, in nats
     * @param positions over which it is summed
     * @param logits of these, or empty where not asked
     * @param labels whether each of them is replaced
     */
    public record Detection(double loss, long positions, float[] logits, boolean[] labels) {
        static final Detection NONE = new Detection(0, 0, new float[0], new boolean[0]);

        Detection plus(Detection other) {
            float[] bothLogits = Arrays.copyOf(logits, logits.length + other.logits.length);
            System.arraycopy(other.logits, 0, bothLogits, logits.length, other.logits.length);
            boolean[] bothLabels = Arrays.copyOf(labels, labels.length + other.labels.length);
            System.arraycopy(other.labels, 0, bothLabels, labels.length, other.labels.length);
            return new Detection(loss + other.loss, positions + other.positions, bothLogits, bothLabels);
        }
    }

    /**
     * Parts of texts, each looked for among the others of its part of a step.
     *
     * @param loss sum of cross-entropies, in nats
     * @param rows parts of texts over which it is summed
     * @param found those whose likeliest other is the one of the same text
     */
    public record Contrast(double loss, long rows, long found) {
        static final Contrast NONE = new Contrast(0, 0, 0);

        Contrast plus(Contrast other) {
            return new Contrast(loss + other.loss, rows + other.rows, found + other.found);
        }
    }

    /**
     * Rewards of drawn pieces.
     *
     * @param sum of the rewards, in nats
     * @param expected sum of what the baseline foretold
     * @param positions over which they are summed
     */
    public record Rewarded(double sum, double expected, long positions) {
        static final Rewarded NONE = new Rewarded(0, 0, 0);

        /** From rewards and by how much each exceeds what was expected. */
        static Rewarded of(float[] rewards, float[] advantages) {
            double sum = 0;
            double expected = 0;
            for (int i = 0; i < rewards.length; i++) {
                sum += rewards[i];
                expected += rewards[i] - advantages[i];
            }
            return new Rewarded(sum, expected, rewards.length);
        }

        Rewarded plus(Rewarded other) {
            return new Rewarded(sum + other.sum, expected + other.expected, positions + other.positions);
        }
    }

    static StepResult none() {
        return new StepResult(
                Counts.NONE, Naming.NONE, Detection.NONE, Naming.NONE, Naming.NONE, Contrast.NONE, Rewarded.NONE);
    }

    StepResult with(Counts own) {
        return new StepResult(own, generator, detection, encoder, corrective, contrast, rewarded);
    }

    StepResult withGenerator(Naming own) {
        return new StepResult(counts, own, detection, encoder, corrective, contrast, rewarded);
    }

    StepResult with(Detection own) {
        return new StepResult(counts, generator, own, encoder, corrective, contrast, rewarded);
    }

    StepResult withEncoder(Naming own) {
        return new StepResult(counts, generator, detection, own, corrective, contrast, rewarded);
    }

    StepResult withCorrective(Naming own) {
        return new StepResult(counts, generator, detection, encoder, own, contrast, rewarded);
    }

    StepResult with(Contrast own) {
        return new StepResult(counts, generator, detection, encoder, corrective, own, rewarded);
    }

    StepResult with(Rewarded own) {
        return new StepResult(counts, generator, detection, encoder, corrective, contrast, own);
    }

    /** Both together. */
    public StepResult plus(StepResult other) {
        return new StepResult(
                counts.plus(other.counts),
                generator.plus(other.generator),
                detection.plus(other.detection),
                encoder.plus(other.encoder),
                corrective.plus(other.corrective),
                contrast.plus(other.contrast),
                rewarded.plus(other.rewarded));
    }
}
