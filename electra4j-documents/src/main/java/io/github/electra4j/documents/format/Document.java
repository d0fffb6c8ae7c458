package io.github.electra4j.documents.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says.
 *
 * @param title of the whole, or null
 * @param text all of it as plain text, paragraphs parted by blank lines; places in the document are places in this
 * @param marks headings and pages in the order of the text
 */
public record Document(@Nullable String title, String text, List<Mark> marks) {
    public Document {
        marks = List.copyOf(marks);
    }

    /**
     * From here on another heading or page holds.
     *
     * @param start the first UTF-16 unit of the text that it holds for
     * @param level of the heading, from 1; 0 for the beginning of a page
     * @param heading its text, empty for a page
     * @param page from 1; 0 where the format has no pages
     */
    public record Mark(int start, int level, String heading, int page) {
        /** The beginning of a part. */
        public static Mark heading(int start, int level, String heading) {
            return new Mark(start, level, heading, 0);
        }

        /** The beginning of a page. */
        public static Mark page(int start, int page) {
            return new Mark(start, 0, "", page);
        }
    }
}
