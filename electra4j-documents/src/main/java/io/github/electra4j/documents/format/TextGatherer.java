package io.github.electra4j.documents.format;

import io.github.electra4j.documents.format.Document.Mark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the text of a document out of blocks: words with single blanks, lines, and blank lines between paragraphs. */
final class TextGatherer {
    private final StringBuilder text = new StringBuilder();
    private final List<Mark> marks = new ArrayList<>();
    /** Line feeds owed before the next word, and whether a blank is. */
    private int feeds;

    private boolean blank;
    /** Where the heading that is being read began, and its level; -1 for none. */
    private int headingStart = -1;

    private int headingLevel;

    /** Text whose white space says nothing but that words end. */
    void flowing(String some) {
        some.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = true;
            } else {
                add(c);
            }
        });
    }

    /** Text whose lines and blanks stay as they are, and blank lines too. */
    void preformatted(String some) {
        some.codePoints().forEach(c -> {
            if (c == '\n') {
                feeds = Math.min(2, feeds + 1); // of blank lines, one parts paragraphs as well as several
            } else if (c != '\r') {
                add(c);
            }
        });
    }

    /** The next word begins a line. */
    void newLine() {
        feeds = Math.max(feeds, 1);
    }

    /** The next word begins a paragraph. */
    void newParagraph() {
        feeds = 2;
    }

    /** The next word is parted from the one before. */
    void newWord() {
        blank = true;
    }

    /** A heading begins. */
    void openHeading(int level) {
        newParagraph();
        headingLevel = level;
        headingStart = text.length();
    }

    /** The heading ends, and holds from its own text on. */
    void closeHeading() {
        if (headingStart < 0) {
            newParagraph(); // one in another, which has ended it
            return;
        }
        String heading = text.substring(headingStart).strip();
        if (!heading.isEmpty()) {
            marks.add(Mark.heading(text.length() - heading.length(), headingLevel, heading.replace('\n', ' ')));
        }
        headingStart = -1;
        newParagraph();
    }

    private void add(int character) {
        if (text.length() > 0) {
            if (feeds > 0) {
                text.append("\n".repeat(feeds));
            } else if (blank) {
                text.append(' ');
            }
        }
        feeds = 0;
        blank = false;
        text.appendCodePoint(character);
    }

    /** The document; without a title of its own that of its first heading. */
    Document document(@Nullable String title) {
        String known = title == null || title.isBlank() ? null : title.strip();
        String first = marks.isEmpty() ? null : marks.get(0).heading();
        return new Document(known == null ? first : known, text.toString(), marks);
    }
}
