package io.github.electra4j.documents.passage;

import java.util.List;

/**
 * A part of a document that is found and read as one.
 *
 * @param text the part as it stands there
 * @param start its first UTF-16 unit in the document's text
 * @param characters code points of the document's text before it: its start as other languages count
 * @param heading the headings that it stands under, the outermost first, parted by {@code " > "}; empty for none
 * @param page that it begins on, from 1; 0 where the format has no pages
 * @param turns where other pages begin in it, in their order
 */
public record Passage(String text, int start, int characters, String heading, int page, List<PageTurn> turns) {
    /**
     * The beginning of a page inside a passage.
     *
     * @param offset its first UTF-16 unit in the passage
     * @param page from 1
     */
    public record PageTurn(int offset, int page) {}

    public Passage {
        turns = List.copyOf(turns);
    }

    /** One that is on one page, or in a format without pages. */
    public Passage(String text, int start, int characters, String heading, int page) {
        this(text, start, characters, heading, page, List.of());
    }

    /** The page of a UTF-16 unit of the passage. */
    public int pageAt(int offset) {
        int at = page;
        for (PageTurn turn : turns) {
            at = turn.offset() <= offset ? turn.page() : at;
        }
        return at;
    }

    /** The UTF-16 unit of the document's text behind it. */
    public int end() {
        return start + text.length();
    }
}
