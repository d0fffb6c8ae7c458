package io.github.electra4j.task.qa;

import java.util.HashMap;
import java.util.Map;

/** The ids of questions so far, and where each stands. */
final class QuestionIds {
    private final Map<String, String> places = new HashMap<>();

    /**
     * Takes the id of another question.
     *
     * @throws IllegalArgumentException where it has none, or one before has the same: of two equal keys a reader of JSON takes either, or neither
     */
    void addNamed(Question question) {
        if (question.id() == null) {
            throw new IllegalArgumentException(question.place()
                    + ": no id, and the official form names every question by one; add the key \"id\"");
        }
        add(question);
    }

    /**
     * Takes the id of another question, if it has one.
     *
     * @throws IllegalArgumentException where one before has the same
     */
    void add(Question question) {
        String before = question.id() == null ? null : places.putIfAbsent(question.id(), question.place());
        if (before != null) {
            throw new IllegalArgumentException(question.place() + ": the id \"" + question.id()
                    + "\" stands twice, first at " + before + "; give each question one of its own");
        }
    }
}
