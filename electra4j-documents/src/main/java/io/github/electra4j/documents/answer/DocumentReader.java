package io.github.electra4j.documents.answer;

import io.github.electra4j.Electra;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.task.RowAnswer;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.qa.FoundAnswer;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.qa.QuestionAnswering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Answers questions out of an index of documents: finds passages by their words, ranks them, has the reader look for the answer in the likeliest ones, and
 * gives the surest.
 *
 * <p>The confidence in an answer is the reader's probability of it in its passage times the passage's probability to the power of
 * {@link AskOptions#passageWeight}.
 *
 * <pre>{@code
 * try (DocumentIndex index = DocumentIndex.open(Path.of("runs/handbook"));
 *         Electra model = Electra.load(Path.of("runs/squad"))) {
 *     DocumentReader reader = new DocumentReader(index, model, PassageRanker.BY_WORDS, AskOptions.DEFAULT);
 *     System.out.println(reader.ask("Who approves a journey?").text());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Index and models are closed by whoever opened them.
 */
public final class DocumentReader {
    private final DocumentIndex index;
    private final Electra model;
    private final QuestionAnswering task;
    private final PassageRanker ranker;
    private final AskOptions options;

    /**
     * A reader.
     *
     * @param model fine-tuned for {@code qa}; one that may say that there is no answer is better here, where many passages have none
     * @param ranker {@link PassageRanker#BY_WORDS} or a {@link CrossEncoder}
     * @throws IllegalArgumentException where the model answers no questions
     */
    public DocumentReader(DocumentIndex index, Electra model, PassageRanker ranker, AskOptions options) {
        if (!(model.knownTask().task() instanceof QuestionAnswering answering)) {
            throw new IllegalArgumentException("the reader is a model for "
                    + model.knownTask().task().name() + ", expected one for qa, which finds answers in texts");
        }
        this.index = index;
        this.model = model;
        this.task = answering;
        this.ranker = ranker;
        this.options = options;
    }

    /** Whether the reader may say that a passage has no answer; one that may not answers every question that words are found for. */
    public boolean mayDecline() {
        return task.mayDecline();
    }

    /** Answers a question. A blank one has no answer. */
    public DocumentAnswer ask(String question) {
        return ask(List.of(question)).get(0);
    }

    /** Answers questions, all computed together: for a few dozen at once. What was indexed until now is seen. */
    public List<DocumentAnswer> ask(List<String> questions) {
        try {
            index.refresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<List<FoundPassage>> found = questions.stream()
                .map(question -> index.search(question, options.retrieved()))
                .toList();
        return read(questions, ranker.rank(questions, found));
    }

    /**
     * Answers questions out of passages that are found and ranked already.
     *
     * @param ranked for each question its passages, the likeliest first
     */
    public List<DocumentAnswer> read(List<String> questions, List<List<RankedPassage>> ranked) {
        List<Question> rows = new ArrayList<>();
        for (int q = 0; q < questions.size(); q++) {
            for (RankedPassage passage : likeliest(ranked.get(q))) {
                rows.add(Question.of(questions.get(q), passage.found().passage().text()));
            }
        }
        List<RowAnswer<QuestionAnswer>> answers =
                rows.isEmpty() ? List.of() : model.rowAnswers(new TaskRows<>(task, rows));
        List<DocumentAnswer> all = new ArrayList<>();
        int at = 0;
        for (int q = 0; q < questions.size(); q++) {
            List<AnswerCandidate> candidates = new ArrayList<>();
            boolean cut = false;
            for (RankedPassage passage : likeliest(ranked.get(q))) {
                cut |= answers.get(at).cut();
                QuestionAnswer answer = answers.get(at++).answer();
                if (!answer.best().isEmpty()) {
                    candidates.add(candidate(answer, passage));
                }
            }
            all.add(answer(questions.get(q), candidates, ranked.get(q), cut));
        }
        return all;
    }

    private List<RankedPassage> likeliest(List<RankedPassage> ranked) {
        return ranked.subList(0, Math.min(options.read(), ranked.size()));
    }

    private AnswerCandidate candidate(QuestionAnswer answer, RankedPassage passage) {
        FoundAnswer best = answer.best().get(0);
        return new AnswerCandidate(
                best.text(),
                best.start(),
                passage,
                best.probability(),
                !answer.answered(),
                passage.confidence(best.probability(), options.passageWeight()));
    }

    private DocumentAnswer answer(
            String question, List<AnswerCandidate> candidates, List<RankedPassage> passages, boolean cut) {
        List<AnswerCandidate> sorted = candidates.stream()
                .sorted(Comparator.comparingDouble(AnswerCandidate::confidence).reversed())
                .toList();
        AnswerCandidate surest = sorted.stream()
                .filter(candidate -> !candidate.declined() && candidate.confidence() >= options.threshold())
                .findFirst()
                .orElse(null);
        return new DocumentAnswer(question, surest, sorted, passages, cut);
    }
}
