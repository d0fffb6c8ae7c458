package io.github.electra4j.documents.measure;

import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.evaluate.AnswerText;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.qa.Question;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Questions with the texts that they were asked about. */
public final class QuestionCollection {
    private QuestionCollection() {}

    /** The texts of all questions as a collection to search in: each whole, of equal ones one. */
    public static DocumentIndex index(List<Question> questions, Language language) throws IOException {
        Set<String> contexts = new LinkedHashSet<>();
        questions.forEach(question -> contexts.add(question.context()));
        Map<String, String> named = new LinkedHashMap<>();
        for (String context : contexts) {
            named.put("paragraph " + (named.size() + 1), context);
        }
        return DocumentIndex.inMemory(named, language);
    }

    /**
     * Some of the questions in their order, drawn evenly; the same seed draws the same.
     *
     * @param most questions to draw; all where there are no more
     */
    public static List<Question> sample(List<Question> questions, int most, long seed) {
        if (most >= questions.size()) {
            return questions;
        }
        long key = CounterRandom.key(seed, "questions", 0, 0);
        return IntStream.range(0, questions.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> CounterRandom.at(key, i)))
                .limit(most)
                .sorted()
                .map(questions::get)
                .toList();
    }

    /** Answers as {@link #holds} compares them, once for all passages. */
    static List<String> normalized(List<String> answers) {
        return answers.stream().map(AnswerText::normalized).toList();
    }

    /**
     * Whether a passage holds one of the answers, as SQuAD's scorers compare words.
     *
     * @param answers {@link #normalized}
     */
    static boolean holds(String passage, List<String> answers) {
        String words = " " + AnswerText.normalized(passage) + " ";
        return answers.stream().anyMatch(answer -> !answer.isEmpty() && words.contains(" " + answer + " "));
    }
}
