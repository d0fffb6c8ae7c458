package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A vocabulary of a hundred pieces, and rows of batches, for tests. */
final class MadePieces {
    static final int PAD = 0;
    static final int CLS = 2;
    static final int SEP = 3;
    static final Vocabulary VOCABULARY = Vocabulary.of(pieces());

    private MadePieces() {}

    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>(Vocabulary.SPECIAL);
        while (pieces.size() < 100) {
            pieces.add("w" + pieces.size());
        }
        return pieces;
    }

    /** The tokens of a row without its padding. */
    static int[] row(Batch batch, int row) {
        return Arrays.copyOfRange(batch.ids(), row * batch.length(), row * batch.length() + batch.lengths()[row]);
    }
}
