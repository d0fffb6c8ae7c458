package io.github.electra4j;

import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors of texts of any length: that of a long one is the mean over windows that overlap by half, all of them full.
 *
 * @param maxLength tokens that the network reads at a time
 * @param size numbers in a vector
 */
record TextVectors(Engine engine, WordPieceTokenizer tokenizer, int maxLength, int size, BatchRunner batches) {
    float[][] of(List<String> texts, Pooling pooling, boolean parallel) {
        List<int[]> parts = new ArrayList<>();
        int[] starts = new int[texts.size() + 1];
        for (int t = 0; t < texts.size(); t++) {
            parts.addAll(EncodedTexts.parts(tokenizer.encode(texts.get(t)), maxLength));
            starts[t + 1] = parts.size();
        }
        float[][] found = new float[parts.size()][];
        EncodedTexts encoded = EncodedTexts.ofPieces(parts, tokenizer.vocabulary());
        batches.run(encoded, parallel, (rows, batch) -> {
            float[] all = engine.encode(batch, pooling);
            for (int r = 0; r < rows.length; r++) {
                found[rows[r]] = Arrays.copyOfRange(all, r * size, (r + 1) * size);
            }
        });
        float[][] vectors = new float[texts.size()][];
        Arrays.setAll(vectors, t -> mean(found, starts[t], starts[t + 1]));
        return vectors;
    }

    private float[] mean(float[][] found, int from, int to) {
        if (to == from + 1) {
            return found[from];
        }
        float[] mean = new float[size];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int w = from; w < to; w++) {
                sum += found[w][i];
            }
            mean[i] = (float) (sum / (to - from));
        }
        return mean;
    }
}
