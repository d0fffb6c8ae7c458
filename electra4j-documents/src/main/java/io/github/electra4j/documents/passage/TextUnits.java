package io.github.electra4j.documents.passage;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paragraphs of a text, and the sentences of those that are longer than a passage. */
final class TextUnits {
    /** Possessive: a group repeated otherwise is matched by recursion, and thousands of blank lines overflow the stack. */
    private static final Pattern PARAGRAPH_END = Pattern.compile("\\n[ \\t\\r]*+(?:\\n[ \\t\\r]*+)++");

    /** Characters of a word in the sense of {@link PassageSize}. */
    private static final int WORD_CHARACTERS = 12;

    private TextUnits() {}

    /**
     * What passages are put together from.
     *
     * @param start first UTF-16 unit, no white space
     * @param end behind the last
     * @param words in it
     * @param paragraph number of the paragraph that it is, or is a part of
     */
    record TextUnit(int start, int end, int words, int paragraph) {}

    /** The units of a text, none longer than so many words. */
    static List<TextUnit> of(String text, int mostWords) {
        List<TextUnit> units = new ArrayList<>();
        Matcher ends = PARAGRAPH_END.matcher(text);
        int start = 0;
        int paragraph = 0;
        while (start < text.length()) {
            int end = ends.find() ? ends.start() : text.length();
            addParagraph(text, start, end, mostWords, paragraph++, units);
            start = end == text.length() ? end : ends.end();
        }
        return units;
    }

    private static void addParagraph(
            String text, int from, int to, int mostWords, int paragraph, List<TextUnit> units) {
        int words = words(text, from, to);
        if (words <= mostWords) {
            add(text, from, to, words, paragraph, units);
            return;
        }
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        String some = text.substring(from, to);
        sentences.setText(some);
        int start = 0;
        for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
            addSentence(text, from + start, from + end, mostWords, paragraph, units);
            start = end;
        }
    }

    /** A sentence, or parts of one that is longer than a passage, cut between words. */
    private static void addSentence(String text, int from, int to, int mostWords, int paragraph, List<TextUnit> units) {
        int start = from;
        int words = 0;
        int at = from;
        while (at < to) {
            int next = wordEnd(text, at, to);
            if (next > at) {
                if (words == mostWords) {
                    add(text, start, at, words, paragraph, units);
                    start = at;
                    words = 0;
                }
                words++;
                at = next;
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        add(text, start, to, words, paragraph, units);
    }

    private static void add(String text, int from, int to, int words, int paragraph, List<TextUnit> units) {
        if (words > 0) {
            int start = from;
            int end = to;
            while (isBlank(text.charAt(start))) {
                start++;
            }
            while (isBlank(text.charAt(end - 1))) {
                end--;
            }
            units.add(new TextUnit(start, end, words, paragraph));
        }
    }

    /** Words of a part, as {@link PassageSize} counts them. */
    static int words(String text, int from, int to) {
        int words = 0;
        int at = from;
        while (at < to) {
            int next = wordEnd(text, at, to);
            if (next > at) {
                words++;
                at = next;
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return words;
    }

    /** Where the word that begins here ends; the same place where there is white space. */
    private static int wordEnd(String text, int from, int to) {
        int at = from;
        for (int n = 0; n < WORD_CHARACTERS && at < to; n++) {
            int c = text.codePointAt(at);
            if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT && isBlank((char) c)) {
                return at;
            }
            if (Character.isIdeographic(c)) {
                return at == from ? at + Character.charCount(c) : at;
            }
            at += Character.charCount(c);
        }
        return Math.min(at, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
