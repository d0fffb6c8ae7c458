package io.github.electra4j;

import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.task.TextSpan;
import io.github.electra4j.vocab.Encoding;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * What a network says of each piece of texts of any length: a long one is seen through windows that overlap by half, and each piece is
 * taken from where it stands nearest to the middle.
 *
 * @param maxLength tokens that the network reads at a time
 */
record PieceValues(Engine engine, WordPieceTokenizer tokenizer, int maxLength, BatchRunner batches) {
    /** Every piece with its probability of having been put in place of another. */
    List<List<DetectedToken>> detected(List<String> texts, boolean parallel) {
        List<Encoding> encodings = encodings(texts);
        double[][] logits = headValues(encodings, parallel, done -> {});
        List<List<DetectedToken>> result = new ArrayList<>();
        for (int t = 0; t < texts.size(); t++) {
            Encoding encoding = encodings.get(t);
            List<DetectedToken> tokens = new ArrayList<>();
            for (int i = 0; i < encoding.size(); i++) {
                tokens.add(new DetectedToken(
                        tokenizer.vocabulary().token(encoding.ids()[i]),
                        encoding.starts()[i],
                        encoding.ends()[i],
                        1 / (1 + Math.exp(-logits[t][i]))));
            }
            result.add(tokens);
        }
        return result;
    }

    /**
     * Every piece with its score.
     *
     * @param told is given the number of pieces of each batch that is done
     */
    List<TextScore> scored(List<String> texts, Scoring scoring, boolean parallel, LongConsumer told) {
        List<Encoding> encodings = encodings(texts);
        int[][] all = encodings.stream()
                .map(encoding -> IntStream.range(0, encoding.size()).toArray())
                .toArray(int[][]::new);
        return scored(encodings, all, scoring, parallel, told);
    }

    /**
     * The same of the pieces that overlap a part of each text; a masked LM has no pass for the others.
     *
     * @param parts one a text
     */
    List<TextScore> scored(List<String> texts, List<TextSpan> parts, Scoring scoring, LongConsumer told) {
        List<Encoding> encodings = encodings(texts);
        int[][] within = IntStream.range(0, texts.size())
                .mapToObj(t -> within(encodings.get(t), parts.get(t)))
                .toArray(int[][]::new);
        return scored(encodings, within, scoring, true, told);
    }

    private static int[] within(Encoding encoding, TextSpan part) {
        return IntStream.range(0, encoding.size())
                .filter(i -> encoding.starts()[i] < part.end() && encoding.ends()[i] > part.start())
                .toArray();
    }

    private List<TextScore> scored(
            List<Encoding> encodings, int[][] wanted, Scoring scoring, boolean parallel, LongConsumer told) {
        double[][] values = scoring == Scoring.MASKED_LM
                ? maskedValues(encodings, wanted, parallel, told)
                : headValues(encodings, parallel, told);
        List<TextScore> scores = new ArrayList<>();
        for (int t = 0; t < encodings.size(); t++) {
            Encoding encoding = encodings.get(t);
            List<ScoredToken> tokens = new ArrayList<>();
            for (int i : wanted[t]) {
                double value = values[t][i];
                tokens.add(new ScoredToken(
                        tokenizer.vocabulary().token(encoding.ids()[i]),
                        encoding.starts()[i],
                        encoding.ends()[i],
                        switch (scoring) {
                            case ENERGY -> -value;
                            case MASKED_LM -> value;
                            // log(1 - sigmoid(z)), which cannot overflow.
                            case DETECTION -> -Math.max(value, 0) - Math.log1p(Math.exp(-Math.abs(value)));
                        }));
            }
            scores.add(new TextScore(tokens));
        }
        return scores;
    }

    /** Texts as pieces with their places in them. */
    private List<Encoding> encodings(List<String> texts) {
        return texts.stream().map(tokenizer::encodeWithOffsets).toList();
    }

    private Windows windows(List<Encoding> encodings) {
        Windows windows = new Windows(maxLength - 2);
        encodings.forEach(encoding -> windows.add(encoding.ids()));
        return windows;
    }

    /** What the head with one number a token gives for every piece. */
    private double[][] headValues(List<Encoding> encodings, boolean parallel, LongConsumer scored) {
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

    /** The log of the probability of each piece that is wanted where it alone is masked. */
    private double[][] maskedValues(List<Encoding> encodings, int[][] wanted, boolean parallel, LongConsumer scored) {
        double[][] values = values(encodings);
        MaskedPieces pieces = new MaskedPieces(wanted, windows(encodings), tokenizer.vocabulary());
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
