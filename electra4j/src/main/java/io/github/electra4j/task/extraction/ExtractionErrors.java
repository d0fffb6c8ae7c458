package io.github.electra4j.task.extraction;

import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Facts;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Judgement;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the entities and relations that were found in a text. */
final class ExtractionErrors {
    /** Of a row in which things were missed and nothing is wrong: below that of any wrong thing. */
    private static final double MISSED = 1e-9;

    private final ExtractionRow row;
    private final Extraction answer;
    private final List<String> missed = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private double surest;

    ExtractionErrors(ExtractionRow row, Extraction answer) {
        this.row = row;
        this.answer = answer;
    }

    /** What was missed beside what is wrong, the highest probability of which is the weight. */
    Judgement judged() {
        Facts gold = row.known();
        Facts found = answer.facts();
        gold.entities().stream()
                .filter(entity -> !found.entities().contains(entity))
                .forEach(entity -> missed.add(shown(entity)));
        gold.relations().stream()
                .filter(one -> !found.relations().contains(one))
                .forEach(one -> missed.add(shown(one)));
        for (int i = 0; i < answer.entities().size(); i++) {
            if (!gold.entities().contains(answer.entity(i))) {
                isWrong(shown(answer.entity(i)), answer.entities().get(i).probability());
            }
        }
        for (FoundRelation one : answer.relations()) {
            Relation relation = new Relation(answer.entity(one.head()), answer.entity(one.tail()), one.relation());
            if (!gold.relations().contains(relation)) {
                isWrong(shown(relation), one.probability());
            }
        }
        double weight = wrong.isEmpty() && !missed.isEmpty() ? MISSED : surest;
        return new Judgement(
                Excerpt.beginning(row.tagged().text()), String.join("; ", missed), String.join("; ", wrong), weight);
    }

    private void isWrong(String what, double probability) {
        wrong.add(Judgement.sure(what, probability));
        surest = Math.max(surest, probability);
    }

    private String shown(Entity entity) {
        return entity.type() + " " + text(entity);
    }

    private String shown(Relation relation) {
        return relation.name() + "(" + text(relation.head()) + ", " + text(relation.tail()) + ")";
    }

    private String text(Entity entity) {
        return '"' + Excerpt.beginning(row.tagged().text().substring(entity.start(), entity.end()), 60) + '"';
    }
}
