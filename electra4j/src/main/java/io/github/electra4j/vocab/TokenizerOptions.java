package io.github.electra4j.vocab;

/**
 * What a tokenizer does to text before it looks for word pieces.
 *
 * @param lowerCase lower-case every character by itself (no final sigma, no locale)
 * @param stripAccents decompose (Unicode NFD) and drop non-spacing marks
 * @param splitCjk make every CJK ideograph a word of its own
 * @param maxWordLength words of more characters (code points, after normalisation) become [UNK] as a whole
 */
public record TokenizerOptions(boolean lowerCase, boolean stripAccents, boolean splitCjk, int maxWordLength) {
    public TokenizerOptions {
        if (maxWordLength < 1) {
            throw new IllegalArgumentException("maxWordLength: " + maxWordLength + ", expected 1 or more");
        }
    }

    /** The published uncased models, as Hugging Face reads them: words of more than 100 characters become [UNK]. */
    public static TokenizerOptions uncased() {
        return new TokenizerOptions(true, true, true, 100);
    }

    /** Cased models: case and accents stay. */
    public static TokenizerOptions cased() {
        return new TokenizerOptions(false, false, true, 100);
    }

    /** The ELECTRA authors' own code: as {@link #uncased()}, but words of up to 200 characters are kept. */
    public static TokenizerOptions reference() {
        return new TokenizerOptions(true, true, true, 200);
    }
}
