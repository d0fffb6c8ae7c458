package io.github.electra4j.documents.passage;

/**
 * A part of a document that is found and read as one.
 *
 * @param text the part as it stands there
 * @param start its first UTF-16 unit in the document's text
 * @param characters code points of the document's text before it: its start as other languages count
 * @param heading the headings that it stands under, the outermost first, parted by {@code " > "}; empty for none
 * @param page that it begins on, from 1; 0 where the format has no pages
 */
public record Passage(String text, int start, int characters, String heading, int page) {
    /** The UTF-16 unit of the document's text behind it. */
    public int end() {
        return start + text.length();
    }
}
