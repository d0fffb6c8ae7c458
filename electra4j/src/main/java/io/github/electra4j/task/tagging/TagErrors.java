package io.github.electra4j.task.tagging;

import io.github.electra4j.evaluate.Chunk;
import io.github.electra4j.task.Excerpt;
import io.github.electra4j.task.Judgement;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is wrong with the tags of a text. */
final class TagErrors {
    private final TaggedText row;
    private final Tags answer;
    private final boolean plain;

    /** @param plain whether each word is one of its own, and else chunks count */
    TagErrors(TaggedText row, Tags answer, boolean plain) {
        this.row = row;
        this.answer = answer;
        this.plain = plain;
    }

    /** What was missed beside what is wrong, around the wrong tag that the model is surest of, whose probability is the weight. */
    Judgement judged() {
        int surest = surest();
        if (surest < 0) {
            return new Judgement(Excerpt.beginning(row.text()), "", "", 0);
        }
        TaggedText.Word word = row.words().get(surest);
        List<Chunk> gold = chunks(row.knownTags());
        List<Chunk> found = chunks(answer.tags());
        return new Judgement(
                Excerpt.around(row.text(), word.start(), word.end()),
                others(gold, found).map(this::shown).collect(Collectors.joining("; ")),
                others(found, gold)
                        .map(chunk -> Judgement.sure(shown(chunk), least(chunk)))
                        .collect(Collectors.joining("; ")),
                answer.probabilities().get(surest));
    }

    /** The word with a wrong tag of the highest probability; -1 where all are right. */
    private int surest() {
        List<String> gold = comparable(row.knownTags());
        List<String> found = comparable(answer.tags());
        int surest = -1;
        for (int w = 0; w < gold.size(); w++) {
            if (!gold.get(w).equals(found.get(w))
                    && (surest < 0
                            || answer.probabilities().get(w)
                                    > answer.probabilities().get(surest))) {
                surest = w;
            }
        }
        return surest;
    }

    /** In one scheme, so that equal chunks have equal tags. */
    private List<String> comparable(List<String> tags) {
        return plain ? tags : TagScheme.IOB2.rewrite(tags);
    }

    private List<Chunk> chunks(List<String> tags) {
        return plain
                ? IntStream.range(0, tags.size())
                        .mapToObj(w -> new Chunk(w, w + 1, tags.get(w)))
                        .toList()
                : Chunk.of(tags);
    }

    private static Stream<Chunk> others(List<Chunk> some, List<Chunk> known) {
        Set<Chunk> right = new HashSet<>(known);
        return some.stream().filter(chunk -> !right.contains(chunk));
    }

    private String shown(Chunk chunk) {
        int start = row.words().get(chunk.start()).start();
        int end = row.words().get(chunk.end() - 1).end();
        return chunk.type() + " \"" + Excerpt.beginning(row.text().substring(start, end)) + "\"";
    }

    private double least(Chunk chunk) {
        return Collections.min(answer.probabilities().subList(chunk.start(), chunk.end()));
    }
}
