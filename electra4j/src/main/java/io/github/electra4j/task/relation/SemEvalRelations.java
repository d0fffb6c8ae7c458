package io.github.electra4j.task.relation;

import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Utf8Characters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SemEval-2010 task 8's files: a number, a TAB and a sentence in quotes whose mentions stand between {@code <e1> </e1>} and {@code <e2>
 * </e2>}; on the next line the relation, on the one after it a comment, then an empty line. The file without answers has sentences alone.
 */
public final class SemEvalRelations implements RowReader<RelationRow> {
    private static final int LONGEST_LINE = 1 << 20;
    private static final Pattern SENTENCE = Pattern.compile("\\s*(\\d+)\\t\"?(.*?)\"?\\s*");
    private static final Pattern TAG = Pattern.compile("</?e[12]>");

    private final Utf8Characters in;
    /** A sentence that was read where the relation of the one before it was expected. */
    private @Nullable String ahead;

    private long aheadLine;

    private SemEvalRelations(Utf8Characters in) {
        this.in = in;
    }

    /** Opens a file. */
    public static SemEvalRelations open(Path file) throws IOException {
        return new SemEvalRelations(new Utf8Characters(file));
    }

    @Override
    public @Nullable RelationRow next() throws IOException {
        String sentence = ahead != null ? ahead : line();
        long number = ahead != null ? aheadLine : in.lines();
        ahead = null;
        while (sentence != null && sentence.isBlank()) {
            sentence = line();
            number = in.lines();
        }
        if (sentence == null) {
            return null;
        }
        Matcher matcher = SENTENCE.matcher(sentence);
        if (!matcher.matches()) {
            throw wrong(number, "expected a number, a TAB and a sentence in quotes, found \"" + shown(sentence) + '"');
        }
        String relation = line();
        if (relation != null && SENTENCE.matcher(relation).matches()) {
            ahead = relation;
            aheadLine = in.lines();
            relation = null;
        }
        if (relation != null && !relation.isBlank()) {
            skipComment();
        }
        return row(matcher.group(1), matcher.group(2), relation, number);
    }

    /** The comment may have several lines; an empty line ends it. */
    private void skipComment() throws IOException {
        for (String comment = line(); comment != null && !comment.isBlank(); comment = line()) {
            if (SENTENCE.matcher(comment).matches()) {
                ahead = comment;
                aheadLine = in.lines();
                return;
            }
        }
    }

    private RelationRow row(String id, String tagged, @Nullable String relation, long number) {
        StringBuilder text = new StringBuilder();
        int[] places = {-1, -1, -1, -1};
        int from = 0;
        Matcher tags = TAG.matcher(tagged);
        while (tags.find()) {
            text.append(tagged, from, tags.start());
            String tag = tags.group();
            int place = (tag.contains("1") ? 0 : 2) + (tag.startsWith("</") ? 1 : 0);
            if (places[place] >= 0) {
                throw wrong(number, tag + " stands twice; expected each mention once");
            }
            places[place] = text.length();
            from = tags.end();
        }
        text.append(tagged.substring(from));
        return new RelationRow(
                id,
                text.toString(),
                mention("e1", places[0], places[1], number),
                mention("e2", places[2], places[3], number),
                relation == null || relation.isBlank() ? null : relation.strip(),
                in.file(),
                number);
    }

    private Mention mention(String name, int start, int end, long number) {
        if (start < 0 || end <= start) {
            throw wrong(number, "no text between <" + name + "> and </" + name + ">, expected a mention");
        }
        return new Mention(start, end, null);
    }

    private @Nullable String line() throws IOException {
        String line = in.line(LONGEST_LINE);
        return line != null && line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private IllegalArgumentException wrong(long number, String what) {
        return new IllegalArgumentException(in.file() + ":" + number + ": " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
