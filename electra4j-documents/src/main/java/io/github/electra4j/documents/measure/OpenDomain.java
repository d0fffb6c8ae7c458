package io.github.electra4j.documents.measure;

import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.documents.answer.DocumentReader;
import io.github.electra4j.documents.answer.PassageRanker;
import io.github.electra4j.documents.answer.RankedPassage;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.task.qa.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how questions with known answers are found and answered in a collection of passages. A passage is right for {@code recall@k} where it is the
 * text that the question was asked about, and behind {@code answer} where it holds one of the answers, whatever it says besides.
 */
public final class OpenDomain {
    /** Questions that are computed together. */
    private static final int TOGETHER = 32;

    private static final List<Integer> DEPTHS = List.of(1, 5, 10, 20, 50, 100);

    private final DocumentIndex index;
    private final boolean ownCollection;
    private final @Nullable PassageRanker ranker;
    private final @Nullable DocumentReader reader;
    private final int ranked;

    private final Map<String, RankCount> counts = new LinkedHashMap<>();
    private final AnswerCount answers;

    /**
     * A measurement.
     *
     * @param index searched in
     * @param ownCollection whether its passages are the questions' texts, so that it is known which is right
     * @param ranker beside the order of the search; null for that alone
     * @param ranked passages that it ranks; those behind keep their order
     * @param reader that answers; null to measure retrieval alone
     * @param weights of the passage's probability in the confidence that are compared
     */
    public OpenDomain(
            DocumentIndex index,
            boolean ownCollection,
            @Nullable PassageRanker ranker,
            int ranked,
            @Nullable DocumentReader reader,
            List<Double> weights) {
        this.index = index;
        this.ownCollection = ownCollection;
        this.ranker = ranker;
        this.ranked = ranked;
        this.reader = reader;
        this.answers = new AnswerCount(weights);
    }

    /**
     * Asks questions.
     *
     * @param questions whose answers are known
     * @param asked is given the number of questions done
     */
    public void ask(List<Question> questions, LongConsumer asked) {
        questions.forEach(Question::knownAnswers);
        for (int at = 0; at < questions.size(); at += TOGETHER) {
            askSome(questions.subList(at, Math.min(questions.size(), at + TOGETHER)));
            asked.accept(Math.min(questions.size(), at + TOGETHER));
        }
    }

    private void askSome(List<Question> questions) {
        List<String> texts = questions.stream().map(Question::question).toList();
        int deepest = DEPTHS.get(DEPTHS.size() - 1);
        List<List<FoundPassage>> found = new ArrayList<>();
        for (String text : texts) {
            found.add(index.search(text, Math.max(deepest, ranked)));
        }
        List<List<FoundPassage>> first = found.stream()
                .map(some -> some.subList(0, Math.min(ranked, some.size())))
                .toList();
        List<List<RankedPassage>> order = (ranker == null ? PassageRanker.BY_WORDS : ranker).rank(texts, first);
        for (int q = 0; q < questions.size(); q++) {
            count("search", questions.get(q), found.get(q));
            if (ranker != null) {
                List<FoundPassage> all = new ArrayList<>();
                order.get(q).forEach(passage -> all.add(passage.found()));
                all.addAll(found.get(q).subList(all.size(), found.get(q).size()));
                count("ranked", questions.get(q), all);
            }
        }
        if (reader != null) {
            List<DocumentAnswer> said = reader.read(texts, order);
            for (int q = 0; q < questions.size(); q++) {
                answers.add(questions.get(q).answerTexts(), said.get(q));
            }
        }
    }

    private void count(String order, Question question, List<FoundPassage> passages) {
        List<String> gold = question.answerTexts();
        if (gold.isEmpty()) {
            return;
        }
        if (ownCollection) {
            count(order, passages, text -> text.equals(question.context()));
        }
        List<String> words = QuestionCollection.normalized(gold);
        count(order + " answer", passages, text -> QuestionCollection.holds(text, words));
    }

    private void count(String name, List<FoundPassage> passages, Function<String, Boolean> right) {
        int rank = 0;
        for (int i = 0; i < passages.size() && rank == 0; i++) {
            rank = right.apply(passages.get(i).passage().text()) ? i + 1 : 0;
        }
        counts.computeIfAbsent(name, key -> new RankCount(DEPTHS)).add(rank);
    }

    /**
     * Recall and mean reciprocal rank, by what was counted: {@code search}, the order of BM25, and {@code ranked}, each also with {@code answer} behind, where
     * any passage with an answer is right.
     */
    public Map<String, Map<String, Double>> retrieval() {
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        counts.forEach((name, count) -> figures.put(name, count.figures()));
        return figures;
    }

    /** What was answered. */
    public AnswerCount answers() {
        return answers;
    }

    /** The surest of some candidates where the passage's probability has another weight. */
    static @Nullable AnswerCandidate surest(List<AnswerCandidate> candidates, double weight) {
        return candidates.stream()
                .max(Comparator.comparingDouble(
                        candidate -> candidate.passage().confidence(candidate.probability(), weight)))
                .orElse(null);
    }
}
