package io.github.electra4j.cli.quickstart;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.data.WrongWordProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How suspicious a discriminator finds each word of the probe: as suspicious as the most suspicious of its pieces. */
public final class WordSuspicion {
    private WordSuspicion() {}

    /** Probabilities by item and word. */
    public static List<double[]> of(WrongWordProbe probe, Electra discriminator) {
        List<List<DetectedToken>> judged = discriminator.detect(
                probe.items().stream().map(WrongWordProbe.Item::text).toList());
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            all.add(words(probe.items().get(i).words(), judged.get(i)));
        }
        return all;
    }

    /** The greatest probability among the pieces of each word; 0 for a word without pieces. The text is the words joined by spaces. */
    static double[] words(List<String> words, List<DetectedToken> pieces) {
        int[] ends = new int[words.size()];
        int end = -1;
        for (int w = 0; w < ends.length; w++) {
            end += 1 + words.get(w).length();
            ends[w] = end;
        }
        double[] greatest = new double[ends.length];
        for (DetectedToken piece : pieces) {
            // The first word that ends behind the piece's beginning.
            int found = Arrays.binarySearch(ends, piece.start() + 1);
            int word = found >= 0 ? found : -found - 1;
            greatest[word] = Math.max(greatest[word], piece.probability());
        }
        return greatest;
    }
}
