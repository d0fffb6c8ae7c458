package io.github.electra4j.evaluate;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The figures of entities with the relations between them, strict: an entity is right where its bounds and its type are, a relation where it
 * is named right and both of its entities are right (the strict evaluation of Bekoulis et al., Expert Systems with Applications 2018; the
 * two sides told apart). Micro averages, over all texts.
 *
 * <p>Keys: {@code relation_f1}, {@code relation_precision}, {@code relation_recall}, the same of {@code entity_}, and for each relation and
 * each type of entity {@code relation_f1:NAME}, {@code entity_f1:TYPE} and so on. What is undefined is 0.
 */
public final class ExtractionScores {
    /**
     * An entity.
     *
     * @param start where it begins
     * @param end the place behind it
     * @param type what it is
     */
    public record Entity(int start, int end, String type) {}

    /** A relation from one entity to another. */
    public record Relation(Entity head, Entity tail, String name) {}

    /**
     * What a text says. That something stands there twice says nothing more.
     *
     * @param entities in any order
     * @param relations between them
     */
    public record Facts(Set<Entity> entities, Set<Relation> relations) {
        /** What was read or found. */
        public static Facts of(Collection<Entity> entities, Collection<Relation> relations) {
            return new Facts(new LinkedHashSet<>(entities), new LinkedHashSet<>(relations));
        }
    }

    private ExtractionScores() {}

    /**
     * The figures of texts.
     *
     * @param gold of each text
     * @param predicted of each text
     * @param types of entities that are given figures of their own, beside those that stand there
     * @param names of relations, in the same way
     */
    public static Evaluation of(
            List<Facts> gold, List<Facts> predicted, Collection<String> types, Collection<String> names) {
        Rows.check(gold.size(), predicted.size(), 1);
        Map<String, Double> byName = new LinkedHashMap<>();
        Map<String, Double> byType = new LinkedHashMap<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        add("relation_", gold, predicted, Facts::relations, Relation::name, names, figures, byName);
        add("entity_", gold, predicted, Facts::entities, Entity::type, types, figures, byType);
        figures.putAll(byName);
        figures.putAll(byType);
        return new Evaluation(gold.size(), figures, null);
    }

    private static <T> void add(
            String prefix,
            List<Facts> gold,
            List<Facts> predicted,
            Function<Facts, Set<T>> which,
            Function<T, String> kind,
            Collection<String> kinds,
            Map<String, Double> overall,
            Map<String, Double> byKind) {
        FoundCounts all = new FoundCounts();
        Map<String, FoundCounts> own = new TreeMap<>();
        kinds.forEach(name -> own.put(name, new FoundCounts()));
        for (int i = 0; i < gold.size(); i++) {
            Set<T> expected = which.apply(gold.get(i));
            Set<T> found = which.apply(predicted.get(i));
            Set<T> right = new HashSet<>(expected);
            right.retainAll(found);
            all.gold += expected.size();
            all.predicted += found.size();
            all.right += right.size();
            expected.forEach(one -> counts(own, kind.apply(one)).gold++);
            found.forEach(one -> counts(own, kind.apply(one)).predicted++);
            right.forEach(one -> counts(own, kind.apply(one)).right++);
        }
        all.put(overall, prefix, "");
        own.forEach((name, counts) -> counts.put(byKind, prefix, ":" + name));
    }

    private static FoundCounts counts(Map<String, FoundCounts> own, String kind) {
        return own.computeIfAbsent(kind, name -> new FoundCounts());
    }
}
