package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Special pieces, then each letter alone and each letter as a continuation: every lower-case word has pieces. */
final class TestVocabulary {
    static final int FIRST_LETTER = 5;
    static final int FIRST_CONTINUATION = FIRST_LETTER + 26;

    private TestVocabulary() {}

    static Vocabulary letters() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        for (char c = 'a'; c <= 'z'; c++) {
            tokens.add(String.valueOf(c));
        }
        for (char c = 'a'; c <= 'z'; c++) {
            tokens.add("##" + c);
        }
        return Vocabulary.of(tokens);
    }
}
