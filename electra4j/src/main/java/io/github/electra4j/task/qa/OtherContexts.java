package io.github.electra4j.task.qa;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions without an answer made of such with one: asked of another context of the same article, or, where there is none, of the file, that holds
 * none of the answers. They are easier than those of SQuAD 2.0, which people wrote to look answerable.
 */
final class OtherContexts {
    private static final String MADE = "#other-context";

    /** Contexts that are tried before a question is given up. */
    private static final int TRIES = 20;

    private OtherContexts() {}

    /** Whether a question was made here. */
    static boolean isMade(Question question) {
        return question.id() != null && question.id().endsWith(MADE);
    }

    /**
     * The questions, and behind them a share of those that have an answer once more, asked of another context. The same rows and share give the same
     * questions.
     *
     * @param share above 0 and at most 1
     */
    static List<Question> added(List<Question> questions, double share) {
        Map<String, List<String>> contexts = new LinkedHashMap<>();
        String before = null;
        for (Question question : questions) {
            if (!question.context().equals(before)) {
                before = question.context();
                contexts.computeIfAbsent(article(question), article -> new ArrayList<>())
                        .add(before);
            }
        }
        List<String> all = contexts.values().stream().flatMap(List::stream).toList();
        List<Question> added = new ArrayList<>(questions);
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            CounterRandom random = CounterRandom.of(0, "other contexts", i, 0);
            if (question.knownAnswers().isEmpty() || random.nextInt(1 << 20) >= share * (1 << 20)) {
                continue;
            }
            List<String> near = contexts.getOrDefault(article(question), all);
            String other = other(question, near.size() > 1 ? near : all, random);
            if (other != null) {
                added.add(new Question(
                        (question.id() == null ? Integer.toString(i) : question.id()) + MADE,
                        question.question(),
                        other,
                        List.of(),
                        question.file(),
                        question.line(),
                        question.path()));
            }
        }
        return added;
    }

    private static @Nullable String other(Question question, List<String> contexts, CounterRandom random) {
        for (int i = 0; i < TRIES; i++) {
            String context = contexts.get(random.nextInt(contexts.size()));
            if (!context.equals(question.context())
                    && question.answerTexts().stream().noneMatch(context::contains)) {
                return context;
            }
        }
        return null;
    }

    /** What leads to the article of a question in SQuAD's form; the same for all questions in another. */
    private static String article(Question question) {
        int behind = question.path().indexOf('.');
        return behind < 0 ? "" : question.path().substring(0, behind);
    }
}
