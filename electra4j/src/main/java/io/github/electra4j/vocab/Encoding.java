package io.github.electra4j.vocab;

/**
 * The word pieces of a text with their places in it. All arrays have one entry a piece.
 *
 * @param ids ids of the pieces, without [CLS] and [SEP]
 * @param starts first UTF-16 unit of each piece in the original text
 * @param ends UTF-16 unit behind each piece in the original text; an [UNK] covers its whole word
 * @param words index of the word that each piece belongs to, from 0; words end at white space, and every punctuation mark
 *     (and CJK ideograph, where they are split) is a word
 */
public record Encoding(int[] ids, int[] starts, int[] ends, int[] words) {
    public Encoding {
        if (starts.length != ids.length || ends.length != ids.length || words.length != ids.length) {
            throw new IllegalArgumentException("encoding of " + ids.length + " pieces: starts " + starts.length
                    + ", ends " + ends.length + ", words " + words.length);
        }
    }

    /** Number of pieces. */
    public int size() {
        return ids.length;
    }
}
