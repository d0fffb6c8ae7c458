package io.github.electra4j.task.extraction;

import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which two entities of a text may be related: those whose types are, in this order, those of a relation of the training rows, and which do
 * not stand too far apart.
 *
 * @param types of heads and tails
 * @param farthest most UTF-16 units between the two
 */
record Candidates(SortedSet<Types> types, int farthest) {
    /** Beyond what was learned from, so that a text may be a little longer than those were. */
    private static final int SLACK = 2;

    /** The types of a head and a tail. */
    record Types(String head, String tail) implements Comparable<Types> {
        @Override
        public int compareTo(Types other) {
            return Comparator.comparing(Types::head).thenComparing(Types::tail).compare(this, other);
        }
    }

    /** Two entities. */
    record Pair(Entity head, Entity tail) {}

    /**
     * Those that rows teach.
     *
     * @param farthest the most there may be between two; below 0 for twice the most that is between two related ones
     */
    static Candidates of(List<ExtractionRow> rows, int farthest) {
        SortedSet<Types> types = new TreeSet<>();
        int most = 0;
        for (ExtractionRow row : rows) {
            for (Relation relation : row.known().relations()) {
                types.add(new Types(relation.head().type(), relation.tail().type()));
                most = Math.max(most, between(relation.head(), relation.tail()));
            }
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException(rows.get(0).file() + ": no relations in " + rows.size()
                    + " rows, so none can be learned; for entities alone choose --task tagging");
        }
        return new Candidates(types, farthest < 0 ? Math.multiplyExact(SLACK, most) : farthest);
    }

    private static int between(Entity one, Entity other) {
        return Math.max(0, Math.max(one.start(), other.start()) - Math.min(one.end(), other.end()));
    }

    boolean allows(Entity head, Entity tail) {
        return between(head, tail) <= farthest && types.contains(new Types(head.type(), tail.type()));
    }

    /** All that may be related among some entities of a text, none of which overlap; the work grows with the entities that stand near each other. */
    List<Pair> among(List<Entity> entities) {
        List<Entity> sorted =
                entities.stream().sorted(Comparator.comparingInt(Entity::start)).toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i + 1; j < sorted.size() && between(sorted.get(i), sorted.get(j)) <= farthest; j++) {
                for (Pair pair :
                        List.of(new Pair(sorted.get(i), sorted.get(j)), new Pair(sorted.get(j), sorted.get(i)))) {
                    if (allows(pair.head(), pair.tail())) {
                        pairs.add(pair);
                    }
                }
            }
        }
        return pairs;
    }
}
