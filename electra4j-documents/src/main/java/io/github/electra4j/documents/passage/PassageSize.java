package io.github.electra4j.documents.passage;

/**
 * How long passages are.
 *
 * @param words most words; one without blanks counts for each twelve characters, an ideograph for itself
 * @param overlap words at most that a passage repeats of the one before, where a paragraph had to be cut between them
 */
public record PassageSize(int words, int overlap) {
    /** About as much as a reader of 192 word pieces takes beside a question, and the mean paragraph of an encyclopedia. */
    public static final PassageSize DEFAULT = new PassageSize(120, 30);

    /** The usual overlap, or half of a passage where that is less. */
    public static PassageSize of(int words) {
        return new PassageSize(words, Math.min(DEFAULT.overlap(), Math.max(0, words / 2)));
    }

    public PassageSize {
        if (words < 10) {
            throw new IllegalArgumentException("passageWords: " + words + ", expected at least 10");
        }
        if (overlap < 0 || overlap > words / 2) {
            throw new IllegalArgumentException(
                    "overlapWords: " + overlap + ", expected 0 to " + words / 2 + ", half of a passage");
        }
    }
}
