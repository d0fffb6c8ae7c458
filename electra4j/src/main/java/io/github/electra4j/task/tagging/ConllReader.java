package io.github.electra4j.task.tagging;

import io.github.electra4j.task.Columns;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Utf8Characters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sentences as CoNLL's shared tasks have them: a word a line with its columns, blank lines between sentences, {@code -DOCSTART-} between
 * documents. Columns are parted by TABs where the first line has one, else by white space; with TABs, a line that begins with
 * {@code #} and has none is a comment, and so is {@code # key = value} above the first line. Of CoNLL-U, ten columns with TABs of which
 * the word is not the first, tokens of several words ({@code 1-2}) and empty nodes ({@code 3.1}) are passed over.
 */
final class ConllReader implements RowReader<TaggedText> {
    /** Names of columns that are not numbered. */
    static final String FIRST = "first";

    static final String LAST = "last";

    private static final int LONGEST_LINE = 1 << 20;
    /** As CoNLL-U has them above a sentence. */
    private static final Pattern COMMENT = Pattern.compile("# ?[\\w.]+ = ");

    /** Of CoNLL-U the number of a token that is several words, which follow it, or of a word that is not in the text. */
    private static final Pattern NO_WORD = Pattern.compile("\\d+-\\d+|\\d+\\.\\d+");

    private static final int CONLL_U_COLUMNS = 10;

    private static final String DOCUMENT = "-DOCSTART-";

    private final Utf8Characters in;
    private final Columns columns;
    /** Of the first line; 0 before it. */
    private int width;

    private boolean tabs;

    private ConllReader(Utf8Characters in, Columns columns) {
        this.in = in;
        this.columns = columns;
    }

    static ConllReader open(Path file, Columns columns) throws IOException {
        return new ConllReader(new Utf8Characters(file), columns);
    }

    @Override
    public @Nullable TaggedText next() throws IOException {
        List<String> words = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        long first = 0;
        boolean skipped = false;
        for (String line = in.line(LONGEST_LINE); line != null; line = in.line(LONGEST_LINE)) {
            boolean ends = line.isBlank() || line.startsWith(DOCUMENT);
            if (ends && !words.isEmpty()) {
                break;
            }
            if (ends) {
                continue;
            }
            if (isComment(line)) {
                skipped |= !words.isEmpty();
                continue;
            }
            String[] fields = fields(line);
            if (isNoWord(fields)) {
                skipped |= !words.isEmpty();
                continue;
            }
            first = words.isEmpty() ? in.lines() : first;
            words.add(field(fields, columns.text(), "--text-column"));
            if (columns.label() != null) {
                tags.add(field(fields, columns.label(), "--label-column"));
            }
        }
        return words.isEmpty()
                ? null
                : TaggedText.ofWords(
                        null, words, columns.label() == null ? null : tags, skipped ? 0 : 1, in.file(), first);
    }

    private boolean isComment(String line) {
        return line.startsWith("#")
                && line.indexOf('\t') < 0
                && (tabs || (width == 0 && COMMENT.matcher(line).lookingAt()));
    }

    private boolean isNoWord(String[] fields) {
        return tabs
                && fields.length == CONLL_U_COLUMNS
                && !columns.text().equals(FIRST)
                && !columns.text().equals("0")
                && NO_WORD.matcher(fields[0]).matches();
    }

    private String[] fields(String line) {
        if (width == 0) {
            tabs = line.indexOf('\t') >= 0;
        }
        // A word may be white space of another script: with tabs nothing else begins a line.
        String[] fields =
                tabs ? line.stripTrailing().split("\t", -1) : line.strip().split("\\s+");
        if (width == 0) {
            width = fields.length;
        }
        if (fields.length != width) {
            throw wrong(fields.length + (fields.length == 1 ? " column" : " columns") + ", expected " + width
                    + " as in the first line; correct the line");
        }
        return fields;
    }

    private String field(String[] fields, String name, String option) {
        int column = name.equals(FIRST) ? 0 : name.equals(LAST) ? fields.length - 1 : number(name, option);
        if (column >= fields.length) {
            throw wrong("no column " + name + " (option " + option + "); there are " + fields.length + ", from 0");
        }
        if (option.equals("--label-column") && column == 0) {
            throw wrong("one column alone, which is the word; expected the tag behind it");
        }
        String field = fields[column].strip();
        if (field.isEmpty()) {
            throw wrong("column " + column + " is empty; fill it in");
        }
        return field;
    }

    private static int number(String name, String option) {
        if (!name.matches("\\d{1,4}")) {
            throw new IllegalArgumentException(option + " " + name
                    + ": columns of such a file have no names; expected a number from 0, or " + FIRST + " or " + LAST);
        }
        return Integer.parseInt(name);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(in.file() + ":" + in.lines() + ": " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
