package io.github.electra4j.task.tagging;

import io.github.electra4j.task.tagging.TaggedText.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text that comes without them: runs of letters, digits and marks; every other visible character is one of its own. Marks and
 * invisible characters begin none: a variation selector behind an emoji, a direction mark or a zero-width space is of no word.
 */
public final class WordSplitter {
    private WordSplitter() {}

    /** The places of the words, in their order. */
    public static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int end = at + Character.charCount(c);
            if (isLetter(c)) {
                start = start < 0 ? at : start;
            } else if (!goesOn(c)) {
                if (start >= 0) {
                    words.add(new Word(start, at));
                    start = -1;
                }
                if (isVisible(c)) {
                    words.add(new Word(at, end));
                }
            }
            at = end;
        }
        if (start >= 0) {
            words.add(new Word(start, text.length()));
        }
        return words;
    }

    /** CJK ideographs are words of their own, as for BERT. */
    private static boolean isLetter(int c) {
        return Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
    }

    /** Whether a word that has begun goes on with a character that begins none. */
    private static boolean goesOn(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            // Soft hyphens and joiners, which stand inside words and which the tokenizer drops.
            case Character.FORMAT -> true;
            default -> false;
        };
    }

    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Character.isISOControl(c);
    }
}
