package io.github.electra4j.task.qa;

import io.github.electra4j.vocab.Encoding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The parts of a context with the highest sum of the logits of their start and their end, over all windows of a question. Every part of no more
 * pieces than an answer may have is looked at, once: in the window in which its start sees most of the context. The published codes look only at
 * the 20 best starts with the 20 best ends.
 */
final class AnswerSearch {
    /** A part by its pieces, in the order in which it was looked at. */
    private record Part(int start, int end, double score) {}

    /** The worst first; of equal ones the later is worse. */
    private static final Comparator<Part> WORST_FIRST = Comparator.comparingDouble(Part::score)
            .thenComparing(Comparator.comparingInt(Part::start)
                    .thenComparingInt(Part::end)
                    .reversed());

    private final QuestionSettings settings;
    private final PriorityQueue<Part> best = new PriorityQueue<>(WORST_FIRST);
    private final LogSum all = new LogSum();
    private double none = Double.POSITIVE_INFINITY;
    /** Whether there being no answer has a logit of its own, and is not one more part that competes. */
    private boolean judgedApart;

    AnswerSearch(QuestionSettings settings) {
        this.settings = settings;
    }

    /**
     * Looks at the windows of one question.
     *
     * @param scores of all tokens of the windows, {@code [tokens, 2]} row-major: logits of the start and of the end
     * @param from index of the first score
     */
    void look(List<QuestionWindow> windows, float[] scores, int from) {
        int at = from;
        for (int w = 0; w < windows.size(); w++) {
            QuestionWindow window = windows.get(w);
            none = Math.min(none, (double) scores[at] + scores[at + 1]);
            for (int piece = window.first(); piece < window.end(); piece++) {
                if (isHome(windows, w, piece)) {
                    lookFrom(piece, window, scores, at);
                }
            }
            at += 2 * window.rows();
        }
    }

    /**
     * Looks at the windows of one question whose scores are the joint head's: each start of the beam with its own ends, by the probability of the
     * start times that of the end where it is the start.
     *
     * @param scores {@code [rows, outputs]} row-major: logits of the start, of there being no answer, and of the end for each start of the beam
     * @param outputs scores in a row
     */
    void lookJointly(List<QuestionWindow> windows, float[] scores, int from, int outputs) {
        judgedApart = true;
        int at = from;
        for (int w = 0; w < windows.size(); w++) {
            QuestionWindow window = windows.get(w);
            none = Math.min(none, scores[at + 1]);
            double starts = logSum(scores, at, outputs, window.rows());
            int[] beam = StartBeam.rows(scores, at, outputs, window.rows(), outputs - 2);
            for (int rank = 0; rank < beam.length; rank++) {
                int piece = window.pieceOf(beam[rank]);
                if (isHome(windows, w, piece)) {
                    int ends = at + 2 + rank;
                    double start =
                            scores[at + outputs * beam[rank]] - starts - logSum(scores, ends, outputs, window.rows());
                    int behind = Math.min(window.end(), piece + settings.answerLength());
                    for (int last = piece; last < behind; last++) {
                        add(piece, last, start + scores[ends + outputs * window.rowOf(last)]);
                    }
                }
            }
            at += outputs * window.rows();
        }
    }

    private static double logSum(float[] scores, int from, int step, int count) {
        LogSum sum = new LogSum();
        for (int i = 0; i < count; i++) {
            sum.add(scores[from + i * step]);
        }
        return sum.log();
    }

    /** Whether no other window shows more of the context around a piece, or as much and comes before. */
    private static boolean isHome(List<QuestionWindow> windows, int w, int piece) {
        double here = windows.get(w).contextOf(piece);
        for (int before = w - 1; before >= 0 && windows.get(before).end() > piece; before--) {
            if (windows.get(before).contextOf(piece) >= here) {
                return false;
            }
        }
        for (int behind = w + 1; behind < windows.size() && windows.get(behind).first() <= piece; behind++) {
            if (windows.get(behind).contextOf(piece) > here) {
                return false;
            }
        }
        return true;
    }

    private void lookFrom(int piece, QuestionWindow window, float[] scores, int at) {
        double start = scores[at + 2 * window.rowOf(piece)];
        int behind = Math.min(window.end(), piece + settings.answerLength());
        for (int last = piece; last < behind; last++) {
            add(piece, last, start + scores[at + 2 * window.rowOf(last) + 1]);
        }
    }

    private void add(int start, int end, double score) {
        all.add(score);
        if (best.size() < settings.best() || score > best.element().score) {
            best.add(new Part(start, end, score));
            if (best.size() > settings.best()) {
                best.remove();
            }
        }
    }

    /**
     * What was found.
     *
     * @param mayDecline whether no answer is one of the things that the model may say
     * @param threshold no answer is said above it
     */
    QuestionAnswer answer(String context, Encoding pieces, boolean mayDecline, double threshold) {
        if (mayDecline && !judgedApart) {
            all.add(none);
        }
        double total = all.log();
        double declined = judgedApart ? 1 / (1 + Math.exp(-none)) : Math.exp(none - total);
        double rest = mayDecline && judgedApart ? 1 - declined : 1;
        List<Part> sorted = new ArrayList<>(best);
        sorted.sort(WORST_FIRST.reversed());
        List<FoundAnswer> found = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Part part : sorted) {
            int start = pieces.starts()[part.start];
            int end = withMarks(context, pieces.ends()[part.end]);
            String text = context.substring(start, end);
            if (texts.add(text)) {
                found.add(new FoundAnswer(text, start, end, part.score, rest * Math.exp(part.score - total)));
            }
        }
        double surer = judgedApart
                ? none
                : found.isEmpty() ? Double.MAX_VALUE : none - found.get(0).score();
        return new QuestionAnswer(
                context,
                found,
                surer,
                mayDecline ? declined : 0,
                !found.isEmpty() && !(mayDecline && surer > threshold));
    }

    /** The place behind the marks of the last letter: where the tokenizer strips accents, no piece covers those that stand behind it. */
    private static int withMarks(String context, int end) {
        int at = end;
        while (at < context.length() && Character.getType(context.codePointAt(at)) == Character.NON_SPACING_MARK) {
            at += Character.charCount(context.codePointAt(at));
        }
        return at;
    }

    /** The log of a sum of exponentials, without overflow. */
    private static final class LogSum {
        private double greatest = Double.NEGATIVE_INFINITY;
        private double sum;

        void add(double value) {
            if (value > greatest) {
                sum = sum * Math.exp(greatest - value) + 1;
                greatest = value;
            } else {
                sum += Math.exp(value - greatest);
            }
        }

        double log() {
            return greatest + Math.log(sum);
        }
    }
}
