package io.github.electra4j.vocab;

/**
 * What vocabulary to train.
 *
 * @param size pieces of the vocabulary, special tokens and unused slots among them
 * @param options how text becomes words: the same that the tokenizer will use
 * @param coverage share of the text's characters whose characters must all be pieces, in (0, 1]: the most frequent
 *     characters that make up this share are kept, a word with any other becomes [UNK]
 * @param unused number of slots {@code [unused0]}, {@code [unused1]}, ... to fill later
 * @param minCount a pair of pieces is joined only where it stands at least this often
 * @param maxWords most distinct words held at a time; beyond them the rarest are forgotten, and counted
 * @param threads threads that count words; the result is the same for any number
 */
public record VocabularySettings(
        int size, TokenizerOptions options, double coverage, int unused, int minCount, long maxWords, int threads) {
    /**
     * Keeps some 1,500 of the 4,000 characters in 260 MB of English Wikipedia: the others stand a few times in foreign names,
     * and would take the place of pieces that are of use.
     */
    public static final double DEFAULT_COVERAGE = 0.99998;

    /**
     * Distinct words held at a time by default: some 600 MB at the peak, which is while pairs are joined. 260 MB of English
     * Wikipedia have 420,000.
     */
    public static final long DEFAULT_MAX_WORDS = 2_000_000;

    public VocabularySettings {
        if (unused < 0) {
            throw new IllegalArgumentException("unused: " + unused + ", expected 0 or more");
        }
        if (size <= Vocabulary.SPECIAL.size() + unused) {
            throw new IllegalArgumentException("size: " + size + ", expected more than the " + Vocabulary.SPECIAL.size()
                    + " special tokens and " + unused + " unused slots");
        }
        if (!(coverage > 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage: " + coverage + ", expected a share above 0 and up to 1");
        }
        if (minCount < 1) {
            throw new IllegalArgumentException("minCount: " + minCount + ", expected 1 or more");
        }
        if (maxWords < 1 || maxWords > 1 << 28) {
            throw new IllegalArgumentException("maxWords: " + maxWords + ", expected 1 to " + (1 << 28));
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + ", expected 1 or more");
        }
    }

    /** The defaults: no unused slots, pairs that stand at least twice, a thread for each processor. */
    public static VocabularySettings of(int size, TokenizerOptions options) {
        return new VocabularySettings(
                size,
                options,
                DEFAULT_COVERAGE,
                0,
                2,
                DEFAULT_MAX_WORDS,
                Runtime.getRuntime().availableProcessors());
    }
}
