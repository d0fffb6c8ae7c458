package io.github.electra4j.train.pretrain;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.vocab.Vocabulary;
import java.util.Arrays;

/** Draws pieces for the chosen positions without a network: evenly, or by their shares; never special tokens. */
final class Noise {
    private final double[] cumulative;
    private final boolean disallowCorrect;

    private Noise(double[] weights, Vocabulary vocabulary, boolean disallowCorrect) {
        this.disallowCorrect = disallowCorrect;
        cumulative = weights;
        for (int id : new int[] {
            vocabulary.padId(), vocabulary.unkId(), vocabulary.clsId(), vocabulary.sepId(), vocabulary.maskId()
        }) {
            cumulative[id] = 0;
        }
        if (disallowCorrect && Arrays.stream(cumulative).filter(w -> w > 0).count() < 2) {
            throw new IllegalArgumentException(
                    "disallow_correct: the vocabulary has no two pieces to draw from, so that none"
                            + " is left beside the original; set disallow_correct=false");
        }
        Arrays.parallelPrefix(cumulative, Double::sum);
    }

    /** Every piece alike. */
    static Noise uniform(Vocabulary vocabulary, boolean disallowCorrect) {
        double[] weights = new double[vocabulary.size()];
        Arrays.fill(weights, 1);
        return new Noise(weights, vocabulary, disallowCorrect);
    }

    /** Each piece by its share, given as a logarithm. */
    static Noise unigram(float[] logShares, Vocabulary vocabulary, boolean disallowCorrect) {
        double[] weights = new double[logShares.length];
        Arrays.setAll(weights, i -> Math.exp(logShares[i]));
        return new Noise(weights, vocabulary, disallowCorrect);
    }

    /** One piece for each chosen position; they depend on the positions' keys alone. */
    int[] draw(Masked masked) {
        int[] drawn = new int[masked.positions().length];
        for (int i = 0; i < drawn.length; i++) {
            int attempt = 0;
            do {
                drawn[i] = invert((CounterRandom.at(masked.keys()[i], attempt++) >>> 11) * 0x1.0p-53);
            } while (disallowCorrect && drawn[i] == masked.originals()[i]);
        }
        return drawn;
    }

    /** The log of the probability by which each of some pieces is drawn, the original not excluded; minus infinity for special tokens. */
    float[] logProbabilities(int[] ids) {
        float[] logs = new float[ids.length];
        for (int i = 0; i < logs.length; i++) {
            double weight = cumulative[ids[i]] - (ids[i] == 0 ? 0 : cumulative[ids[i] - 1]);
            logs[i] = (float) Math.log(weight / cumulative[cumulative.length - 1]);
        }
        return logs;
    }

    /** The first piece whose cumulative weight is above a share of the whole. */
    private int invert(double uniform) {
        double wanted = uniform * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
