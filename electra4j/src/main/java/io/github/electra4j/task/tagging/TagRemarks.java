package io.github.electra4j.task.tagging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the user should know of labelled sentences: spans that were widened, tags that their scheme does not have so. */
final class TagRemarks {
    private TagRemarks() {}

    /**
     * The remarks.
     *
     * @param plain whether the tags are of no scheme
     */
    static List<String> of(List<TaggedText> rows, boolean plain) {
        List<String> remarks = new ArrayList<>();
        int widened = 0;
        TaggedText first = null;
        for (TaggedText row : rows) {
            widened += row.widened();
            first = first == null && row.widened() > 0 ? row : first;
        }
        if (first != null) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d spans begin or end inside a word and were widened to whole words; the first stands at %s",
                    widened,
                    first.place()));
        }
        TagScheme scheme = plain
                ? TagScheme.PLAIN
                : TagScheme.of(rows.stream().map(TaggedText::knownTags).toList());
        long words = 0;
        long wrong = 0;
        String place = "";
        for (TaggedText row : rows) {
            long some = scheme.wrong(row.knownTags());
            place = wrong == 0 && some > 0 ? row.place() : place;
            wrong += some;
            words += row.words().size();
        }
        if (wrong > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d tags are not as %s has them, such as a chunk that goes on without having begun, and were read as"
                            + " conlleval reads them; the first sentence with one stands at %s",
                    wrong,
                    words,
                    scheme,
                    place));
        }
        return remarks;
    }
}
