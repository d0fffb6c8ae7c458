package io.github.electra4j.documents.index;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One spelling for words that look alike: accents in one character with their letter (NFC), letters apart that a ligature joins, and no soft
 * hyphens, which show nowhere but at the end of a line. Analyzers take the other forms for other words. Texts are kept as they stand; this is what
 * is searched.
 */
final class Spelling {
    /** Ligatures and Arabic letters by their shapes, as PDF and word processors leave them; not signs such as the trade mark's, which would join words. */
    private static final Pattern SHAPES = Pattern.compile("[\\uFB00-\\uFDFF\\uFE70-\\uFEFC]+");

    /** With the end of the line behind it, where it parts a word. */
    private static final Pattern SOFT_HYPHEN = Pattern.compile("\\u00AD(?:[ \\t]*\\r?\\n[ \\t]*)?");

    private Spelling() {}

    /** The text as it is searched. */
    static String of(String text) {
        String letters = SHAPES.matcher(SOFT_HYPHEN.matcher(text).replaceAll(""))
                .replaceAll(found -> Matcher.quoteReplacement(Normalizer.normalize(found.group(), Form.NFKC)));
        return Normalizer.normalize(letters, Form.NFC);
    }
}
