package io.github.electra4j.vocab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the training of a vocabulary saw and did.
 *
 * @param paragraphs paragraphs read
 * @param words words read; every punctuation mark is one, and every ideograph where these are split
 * @param tooLongWords words above the tokenizer's length, which it calls [UNK]; not counted further
 * @param distinctWords distinct words held at the end
 * @param forgottenWords how often a distinct word was forgotten for the memory bound
 * @param forgottenOccurrences occurrences of words that were forgotten with them
 * @param keptCharacters distinct characters that are pieces
 * @param droppedCharacters distinct characters below the coverage or beyond the size
 * @param crowded whether characters that the coverage asks for are no pieces, because the size has no room for them
 * @param unknownWords occurrences of words with a dropped character, which the tokenizer calls [UNK]
 * @param merges pairs joined
 * @param pieces pieces of the vocabulary, special tokens and unused slots among them
 * @param requestedPieces pieces asked for
 * @param countingSeconds time for reading and counting
 * @param mergingSeconds time for choosing pieces
 */
public record VocabularyStatistics(
        long paragraphs,
        long words,
        long tooLongWords,
        long distinctWords,
        long forgottenWords,
        long forgottenOccurrences,
        int keptCharacters,
        int droppedCharacters,
        boolean crowded,
        long unknownWords,
        int merges,
        int pieces,
        int requestedPieces,
        double countingSeconds,
        double mergingSeconds) {

    /** Pieces below this part of those asked for are a sign that the text is not what was meant. */
    private static final int FEW = 10;

    /** The figures as sentences to show, remarkable things last. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d words in %,d paragraphs, %,d distinct, counted in %.1f s; %,d pieces in %.1f s",
                words,
                paragraphs,
                distinctWords,
                countingSeconds,
                pieces,
                mergingSeconds));
        lines.add(String.format(
                Locale.ROOT,
                "%,d characters are pieces, %,d rare ones are not, nor %,d words with one of them or too long (%.4f %%)",
                keptCharacters,
                droppedCharacters,
                unknownWords + tooLongWords,
                100.0 * (unknownWords + tooLongWords) / words));
        if (forgottenWords > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "the rarest words were forgotten %,d times to bound memory, %.3f %% of the text; hold more words in memory"
                            + " (option --max-words of electra vocab) to keep more",
                    forgottenWords,
                    100.0 * forgottenOccurrences / words));
        }
        if (crowded) {
            lines.add(String.format(
                    Locale.ROOT,
                    "WARNING: %,d pieces have no room for the %,d characters of the text, so %.1f %% of its words become [UNK];"
                            + " ask for more pieces, about %,d at least",
                    requestedPieces,
                    keptCharacters + droppedCharacters,
                    100.0 * unknownWords / words,
                    requestedPieces + 2 * droppedCharacters));
        } else if (merges == 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "WARNING: no two pieces stand together often enough to be joined, so the vocabulary is the %,d characters of the"
                            + " text and no words, and a model learns little from it; give more text, or join rarer pairs"
                            + " (option --min-count of electra vocab)",
                    keptCharacters));
        } else if (pieces < requestedPieces) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s%,d pieces were asked for, and the text has only %,d that stand often enough; give more text or a smaller size",
                    pieces < requestedPieces / FEW ? "WARNING: " : "",
                    requestedPieces,
                    pieces));
        }
        return lines;
    }
}
