package io.github.electra4j.examples;

/**
 * What one split holds.
 *
 * @param documents documents with at least one word piece
 * @param paragraphs paragraphs
 * @param words words between white space
 * @param textBytes UTF-8 bytes of the paragraphs
 * @param pieces word pieces of the text, [UNK] included
 * @param unknown [UNK] among them
 * @param examples examples
 * @param tokens tokens of the examples, [CLS] and [SEP] included
 */
public record Counts(
        long documents,
        long paragraphs,
        long words,
        long textBytes,
        long pieces,
        long unknown,
        long examples,
        long tokens) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /** The sums. */
    public Counts plus(Counts other) {
        return new Counts(
                documents + other.documents,
                paragraphs + other.paragraphs,
                words + other.words,
                textBytes + other.textBytes,
                pieces + other.pieces,
                unknown + other.unknown,
                examples + other.examples,
                tokens + other.tokens);
    }
}
