package io.github.electra4j.task.extraction;

import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.task.extraction.Candidates.Pair;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.TaggedText.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two entities of a text as the relation model reads them, with their types and the words around them (Zhong and Chen, NAACL 2021). */
final class PairRows {
    /** Words on either side of the two; no more is cut off a long text, of which most pairs would read the same parts again and again. */
    private static final int CONTEXT = 128;

    /** The pairs that are learned from stay the same whatever the seeds of the trainings are. */
    private static final long SEED = 20210606;

    private PairRows() {}

    /**
     * Two entities.
     *
     * @param relation of the first to the second; null where it is not known
     */
    static RelationRow of(TaggedText text, Pair pair, @Nullable String relation) {
        List<Word> words = text.words();
        int start = Math.min(pair.head().start(), pair.tail().start());
        int end = Math.max(pair.head().end(), pair.tail().end());
        int first = Math.max(0, place(words, new Word(start, end), Comparator.comparingInt(Word::start)) - CONTEXT);
        int last = Math.min(
                words.size() - 1, place(words, new Word(start, end), Comparator.comparingInt(Word::end)) + CONTEXT);
        int from = first == 0 ? 0 : words.get(first).start();
        int to = last == words.size() - 1
                ? text.text().length()
                : words.get(last).end();
        return new RelationRow(
                text.id(),
                text.text().substring(from, to),
                mention(pair.head(), from),
                mention(pair.tail(), from),
                relation,
                text.file(),
                text.line());
    }

    private static int place(List<Word> words, Word word, Comparator<Word> by) {
        int found = Collections.binarySearch(words, word, by);
        return found >= 0 ? found : -found - 1;
    }

    private static Mention mention(Entity entity, int from) {
        return new Mention(entity.start() - from, entity.end() - from, entity.type());
    }

    /** All pairs of labelled rows that may be related, with their relations or with none. */
    static List<RelationRow> all(List<ExtractionRow> rows, Candidates candidates) {
        List<RelationRow> all = new ArrayList<>();
        for (ExtractionRow row : rows) {
            Map<Pair, List<String>> named = row.known().relations().stream()
                    .collect(Collectors.groupingBy(
                            relation -> new Pair(relation.head(), relation.tail()),
                            Collectors.mapping(Relation::name, Collectors.toList())));
            for (Pair pair : candidates.among(List.copyOf(row.known().entities()))) {
                for (String name : named.getOrDefault(pair, List.of(ExtractionTask.NONE))) {
                    all.add(of(row.tagged(), pair, name));
                }
            }
        }
        return all;
    }

    /**
     * The same with fewer of those without a relation, drawn at random.
     *
     * @param negatives most of them, for each one with a relation
     */
    static List<RelationRow> toLearn(List<ExtractionRow> rows, Candidates candidates, int negatives) {
        List<RelationRow> all = all(rows, candidates);
        int[] without = IntStream.range(0, all.size())
                .filter(i -> ExtractionTask.NONE.equals(all.get(i).relation()))
                .toArray();
        if (without.length == 0) {
            throw new IllegalArgumentException(rows.get(0).file()
                    + ": every two entities that could be related are, so there is nothing to tell relations from; add texts"
                    + " in which entities of these types have no relation");
        }
        long kept = Math.min(without.length, (long) negatives * (all.size() - without.length));
        boolean[] dropped = new boolean[all.size()];
        CounterRandom random = CounterRandom.of(SEED, "pairs without a relation");
        for (int i = without.length; i > kept; i--) {
            int chosen = random.nextInt(i);
            dropped[without[chosen]] = true;
            without[chosen] = without[i - 1];
        }
        return IntStream.range(0, all.size())
                .filter(i -> !dropped[i])
                .mapToObj(all::get)
                .toList();
    }
}
