package io.github.electra4j;

import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.vocab.Encoding;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a network says of each piece of texts of any length: a long one is seen through windows that overlap by half, and each piece is
 * taken from where it stands nearest to the middle.
 *
 * @param maxLength tokens that the network reads at a time
 */
record PieceValues(Engine engine, WordPieceTokenizer tokenizer, int maxLength, BatchRunner batches) {
    /** Texts as pieces with their places in them. */
    List<Encoding> encodings(List<String> texts) {
        return texts.stream().map(tokenizer::encodeWithOffsets).toList();
    }

    private Windows windows(List<Encoding> encodings) {
        Windows windows = new Windows(maxLength - 2);
        encodings.forEach(encoding -> windows.add(encoding.ids()));
        return windows;
    }

    /** What the head with one number a token gives for every piece. */
    double[][] headValues(List<Encoding> encodings, boolean parallel, LongConsumer scored) {
        Windows windows = windows(encodings);
        EncodedTexts encoded = EncodedTexts.ofPieces(windows.pieces(), tokenizer.vocabulary());
        float[][] found = new float[windows.pieces().size()][];
        batches.run(encoded, parallel, (rows, batch) -> {
            float[] all = engine.detect(batch);
            for (int r = 0; r < rows.length; r++) {
                // Without [CLS] and [SEP].
                found[rows[r]] =
                        Arrays.copyOfRange(all, r * batch.length() + 1, r * batch.length() + batch.lengths()[r] - 1);
            }
            scored.accept(batch.tokens() - 2L * rows.length);
        });
        double[][] values = values(encodings);
        for (int t = 0; t < values.length; t++) {
            for (int i = 0; i < values[t].length; i++) {
                values[t][i] = windows.valueAt(t, i, found);
            }
        }
        return values;
    }

    /** The log of every piece's probability where it alone is masked. */
    double[][] maskedValues(List<Encoding> encodings, boolean parallel, LongConsumer scored) {
        double[][] values = values(encodings);
        int[] sizes = encodings.stream().mapToInt(Encoding::size).toArray();
        MaskedPieces pieces = new MaskedPieces(sizes, windows(encodings), tokenizer.vocabulary());
        batches.run(pieces.lengths(), pieces::batch, parallel, (rows, batch) -> {
            float[] found = engine.logProbabilities(batch, pieces.places(rows, batch), pieces.originals(rows));
            for (int r = 0; r < rows.length; r++) {
                values[pieces.text(rows[r])][pieces.piece(rows[r])] = found[r];
            }
            scored.accept(rows.length);
        });
        return values;
    }

    private static double[][] values(List<Encoding> encodings) {
        return encodings.stream().map(encoding -> new double[encoding.size()]).toArray(double[][]::new);
    }
}
