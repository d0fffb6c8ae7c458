package io.github.electra4j.examples;

import io.github.electra4j.text.Paragraph;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.List;

/**
 * Some paragraphs of one file as word pieces; row {@code i} of each array belongs to paragraph {@code i}.
 *
 * @param file number of the file in the corpus
 * @param pieces ids, without special tokens
 * @param documents number of its document in the file, from 0
 * @param words words between white space
 * @param textBytes length in UTF-8
 * @param unknown [UNK] among the pieces
 */
record TokenizedParagraphs(int file, int[][] pieces, long[] documents, int[] words, int[] textBytes, int[] unknown) {

    static TokenizedParagraphs of(
            int file, List<Paragraph> paragraphs, long[] documents, WordPieceTokenizer tokenizer) {
        int n = paragraphs.size();
        TokenizedParagraphs result =
                new TokenizedParagraphs(file, new int[n][], documents, new int[n], new int[n], new int[n]);
        int unkId = tokenizer.vocabulary().unkId();
        for (int i = 0; i < n; i++) {
            String text = paragraphs.get(i).text();
            int[] ids = tokenizer.encode(text);
            result.pieces[i] = ids;
            for (int id : ids) {
                result.unknown[i] += id == unkId ? 1 : 0;
            }
            result.measure(i, text);
        }
        return result;
    }

    private void measure(int i, String text) {
        int bytes = 0;
        int count = 0;
        boolean inWord = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            // A surrogate is half of a character of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            boolean space = c <= ' ' || (c >= 0x80 && Character.isWhitespace(c));
            if (!space && !inWord) {
                count++;
            }
            inWord = !space;
        }
        words[i] = count;
        textBytes[i] = bytes;
    }

    int size() {
        return pieces.length;
    }

    Counts counts(int i) {
        return new Counts(0, 1, words[i], textBytes[i], pieces[i].length, unknown[i], 0, 0);
    }
}
