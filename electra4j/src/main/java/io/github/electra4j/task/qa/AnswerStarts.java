package io.github.electra4j.task.qa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done about an answer that is to be learned and does not stand in its context where its file says. Scoring compares texts alone. */
public enum AnswerStarts {
    /** It is an error. */
    REFUSE,
    /** The occurrence that is nearest to the start is taken; an answer that stands nowhere is not learned. */
    REPAIR,
    /** It is not learned. */
    LEAVE_OUT;

    /** Occurrences and characters that a message shows. */
    private static final int SHOWN = 5;

    private static final int SHOWN_CHARACTERS = 40;

    /** The word for it on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AnswerStarts of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The first UTF-16 unit of an answer in its context; -1 where it cannot be learned. */
    int find(GoldAnswer answer, String context) {
        int unit = unit(context, answer.start());
        if (unit >= 0 && context.startsWith(answer.text(), unit)) {
            return unit;
        }
        int best = -1;
        if (this == REPAIR) {
            for (int at : occurrences(answer.text(), context)) {
                best = best < 0 || distance(context, at, answer) < distance(context, best, answer) ? at : best;
            }
        }
        return best;
    }

    /** What is done about the answers of labelled questions that stand elsewhere, each a sentence with a count. */
    List<String> remarks(List<Question> rows) {
        List<String> remarks = new ArrayList<>();
        if (this == REFUSE) {
            return remarks;
        }
        long repaired = 0;
        long lost = 0;
        for (Question row : rows) {
            GoldAnswer answer =
                    row.knownAnswers().isEmpty() ? null : row.knownAnswers().get(0);
            if (answer != null && fault(answer, row.context()) != null) {
                boolean found = find(answer, row.context()) >= 0;
                repaired += found ? 1 : 0;
                lost += found ? 0 : 1;
            }
        }
        if (repaired > 0) {
            remarks.add(ofElsewhere(repaired, rows.size(), "the nearest place that has them is taken"));
        }
        if (lost > 0) {
            remarks.add(ofElsewhere(lost, rows.size(), "nothing is learned of their questions"));
        }
        return remarks;
    }

    private static String ofElsewhere(long some, int all, String done) {
        return String.format(Locale.ROOT, "%,d of %,d answers do not stand where their file says; %s", some, all, done);
    }

    private static int distance(String context, int unit, GoldAnswer answer) {
        return Math.abs(context.codePointCount(0, unit) - answer.start());
    }

    /** What is wrong with where an answer stands; null where nothing is. */
    static @Nullable String fault(GoldAnswer answer, String context) {
        int unit = unit(context, answer.start());
        if (unit >= 0 && context.startsWith(answer.text(), unit)) {
            return null;
        }
        String found;
        if (answer.start() == GoldAnswer.UNSAID) {
            found = "has no start";
        } else if (unit < 0) {
            found = "starts at " + answer.start() + ", and the context has " + length(context) + " characters";
        } else {
            found = "does not stand at " + answer.start() + ", where the context has \""
                    + shown(context.substring(unit)) + '"';
        }
        return "the answer \"" + shown(answer.text()) + "\" " + found + "; it stands "
                + places(occurrences(answer.text(), context), context);
    }

    /** The UTF-16 unit of a code point; -1 where the context does not have it. */
    private static int unit(String context, int codePoint) {
        return codePoint < 0 || codePoint > length(context) ? -1 : context.offsetByCodePoints(0, codePoint);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static List<Integer> occurrences(String text, String context) {
        List<Integer> found = new ArrayList<>();
        for (int at = context.indexOf(text); at >= 0; at = context.indexOf(text, at + 1)) {
            found.add(at);
        }
        return found;
    }

    private static String places(List<Integer> occurrences, String context) {
        if (occurrences.isEmpty()) {
            return "nowhere in the context";
        }
        String some = occurrences.stream()
                .limit(SHOWN)
                .map(at -> Integer.toString(context.codePointCount(0, at)))
                .collect(Collectors.joining(", "));
        int more = occurrences.size() - SHOWN;
        return "at " + some + (more > 0 ? " and " + more + " more places" : "");
    }

    private static String shown(String text) {
        return length(text) <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "...";
    }
}
