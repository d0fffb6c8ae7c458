package io.github.electra4j.documents.passage;

import io.github.electra4j.documents.format.Document;
import io.github.electra4j.documents.format.Document.Mark;
import io.github.electra4j.documents.passage.Passage.PageTurn;
import io.github.electra4j.documents.passage.TextUnits.TextUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts documents into passages: whole paragraphs together as far as there is room, and the sentences of a paragraph that is too long, where a passage
 * repeats the end of the one before, so that what stands about a cut is seen whole once. A heading begins a passage.
 */
public final class PassageCutter {
    private final PassageSize size;

    /** Cuts passages of a size. */
    public PassageCutter(PassageSize size) {
        this.size = size;
    }

    /** The passages of a document, in their order; each is a part of its text, and all but white space is in one. */
    public List<Passage> cut(Document document) {
        List<TextUnit> units = TextUnits.of(document.text(), size.words());
        Places places = new Places(document);
        List<Passage> passages = new ArrayList<>();
        int first = 0;
        while (first < units.size()) {
            int behind = behind(units, first, places);
            passages.add(places.passage(units.get(first), units.get(behind - 1)));
            first = behind < units.size() ? repeated(units, first, behind) : behind;
        }
        return passages;
    }

    /** The unit behind the last that a passage takes. */
    private int behind(List<TextUnit> units, int first, Places places) {
        int words = units.get(first).words();
        boolean headingsAlone = places.isHeading(units.get(first));
        int at = first + 1;
        while (at < units.size() && words + units.get(at).words() <= size.words()) {
            boolean heading = places.isHeading(units.get(at));
            if (heading && !headingsAlone) {
                break;
            }
            headingsAlone &= heading;
            words += units.get(at).words();
            at++;
        }
        return at;
    }

    /** The unit that the next passage begins with: some before, where a paragraph is cut. */
    private int repeated(List<TextUnit> units, int first, int behind) {
        int start = behind;
        int words = 0;
        while (start - 1 > first
                && units.get(start - 1).paragraph() == units.get(behind).paragraph()
                && words + units.get(start - 1).words() <= size.overlap()
                && words + units.get(start - 1).words() + units.get(behind).words() <= size.words()) {
            start--;
            words += units.get(start).words();
        }
        return start;
    }

    /** What holds where, asked from the beginning to the end. */
    private static final class Places {
        private final String text;
        private final List<Mark> headings;
        private final List<Mark> pages;
        private final Set<Integer> headingStarts = new HashSet<>();
        private final Deque<Mark> above = new ArrayDeque<>();
        private int nextHeading;
        private int nextPage;
        /** Code points before the beginning of the last passage. */
        private int characters;

        private int counted;

        Places(Document document) {
            text = document.text();
            headings =
                    document.marks().stream().filter(mark -> mark.level() > 0).toList();
            pages = document.marks().stream().filter(mark -> mark.level() == 0).toList();
            headings.forEach(mark -> headingStarts.add(mark.start()));
        }

        boolean isHeading(TextUnit unit) {
            return headingStarts.contains(unit.start());
        }

        /** Pages that begin behind the beginning of a passage and before its end. */
        private List<PageTurn> turns(int start, int end) {
            return pages.subList(nextPage, pages.size()).stream()
                    .takeWhile(mark -> mark.start() < end)
                    .map(mark -> new PageTurn(mark.start() - start, mark.page()))
                    .toList();
        }

        Passage passage(TextUnit first, TextUnit last) {
            while (nextPage < pages.size() && pages.get(nextPage).start() <= first.start()) {
                nextPage++;
            }
            while (nextHeading < headings.size() && headings.get(nextHeading).start() <= last.start()) {
                Mark next = headings.get(nextHeading++);
                while (!above.isEmpty() && above.getLast().level() >= next.level()) {
                    above.removeLast();
                }
                above.add(next);
            }
            characters += text.codePointCount(counted, first.start());
            counted = first.start();
            return new Passage(
                    text.substring(first.start(), last.end()),
                    first.start(),
                    characters,
                    String.join(" > ", above.stream().map(Mark::heading).toList()),
                    nextPage == 0 ? 0 : pages.get(nextPage - 1).page(),
                    turns(first.start(), last.end()));
        }
    }
}
