package io.github.electra4j.task.qa;

import io.github.electra4j.vocab.Encoding;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions cut into windows, each with the whole question and a part of the context, so that every piece of the context stands in one at least,
 * as the published codes for SQuAD do it (Devlin et al., 2019, and the ELECTRA paper's).
 *
 * <p>Thread-safe. The pieces of a context are kept for the thread's next question, since questions of one paragraph follow each other.
 */
final class QuestionWindows {
    private final QuestionSettings settings;
    private final AnswerStarts starts;
    private final boolean contextAlone;
    private final ThreadLocal<@Nullable Known> known;

    /** A context and its pieces. */
    private record Known(String context, WordPieceTokenizer tokenizer, Encoding pieces) {}

    /**
     * @param settings the stride and the length of questions
     * @param starts what is done where an answer does not stand where it should
     * @param contextAlone whether the head reads [CLS] and the context, or else all tokens
     */
    QuestionWindows(QuestionSettings settings, AnswerStarts starts, boolean contextAlone) {
        this.settings = settings;
        this.starts = starts;
        this.contextAlone = contextAlone;
        this.known = new ThreadLocal<>();
    }

    /**
     * The windows of a question: one at least.
     *
     * @param maxLength most tokens of a window
     */
    List<QuestionWindow> of(Question question, WordPieceTokenizer tokenizer, int maxLength) {
        settings.leastLength().require(maxLength);
        int[] asked = tokenizer.encode(question.question());
        int kept = Math.min(asked.length, settings.questionLength());
        int room = maxLength - kept - 3;
        Encoding context = pieces(question.context(), tokenizer);
        List<GoldAnswer> answers = question.answers();
        TokenSpan answer = answers == null || answers.isEmpty() ? null : span(answers.get(0), question, context);
        boolean learned = answers != null && (answers.isEmpty() || answer != null);
        List<QuestionWindow> windows = new ArrayList<>();
        int first = 0;
        int end;
        do {
            end = Math.min(context.size(), first + room);
            int[] ids = join(asked, kept, context.ids(), first, end, tokenizer.vocabulary());
            TokenSpan target = learned ? target(answer, first, end, kept + 2) : null;
            windows.add(new QuestionWindow(
                    ids, kept + 2, context, first, end - first, target, asked.length - kept, contextAlone));
            first += Math.min(settings.stride(), room);
        } while (end < context.size());
        return windows;
    }

    /** Questions of a paragraph share one string; to compare the characters of others would cost what it saves. */
    @SuppressWarnings("ReferenceEquality")
    private Encoding pieces(String context, WordPieceTokenizer tokenizer) {
        Known last = known.get();
        if (last == null || last.context != context || last.tokenizer != tokenizer) {
            last = new Known(context, tokenizer, tokenizer.encodeWithOffsets(context));
            known.set(last);
        }
        return last.pieces;
    }

    /** The pieces of the context that an answer covers; null where it stands in none. */
    private @Nullable TokenSpan span(GoldAnswer answer, Question question, Encoding context) {
        int from = starts.find(answer, question.context());
        return from < 0
                ? null
                : TokenSpan.covering(context, from, from + answer.text().length());
    }

    /** The tokens of the answer in a window of pieces {@code first} to {@code end}; of no answer, and of one that the window cuts, [CLS]. */
    private static TokenSpan target(@Nullable TokenSpan answer, int first, int end, int firstToken) {
        if (answer == null || answer.start() < first || answer.end() >= end) {
            return TokenSpan.NONE;
        }
        return new TokenSpan(firstToken + answer.start() - first, firstToken + answer.end() - first);
    }

    private static int[] join(int[] asked, int kept, int[] context, int first, int end, Vocabulary vocabulary) {
        int[] ids = new int[kept + end - first + 3];
        ids[0] = vocabulary.clsId();
        System.arraycopy(asked, 0, ids, 1, kept);
        ids[kept + 1] = vocabulary.sepId();
        System.arraycopy(context, first, ids, kept + 2, end - first);
        ids[ids.length - 1] = vocabulary.sepId();
        return ids;
    }
}
