package io.github.electra4j.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How often identity terms stand in a text, and which words stand near those of one group rather than near those of the others. Its memory is
 * bounded: of very many different neighbours the rarest are forgotten.
 */
public final class TermContexts {
    /** Different neighbours that are held. */
    private static final int MOST_WORDS = 500_000;
    /** Words that the prior counts as: by their share among all neighbours. */
    private static final double PRIOR = 1000;
    /** Standard errors from which on a word is shown. */
    private static final double LEAST = 1.96;

    private final TermGroups terms;
    private final int window;
    /** The number of each group's dimension. */
    private final int[] dimension;

    private final long[] occurrences;
    private final long[] neighbours;
    private final Map<String, long[]> byTerm = new TreeMap<>();
    private final Map<String, int[]> words = new HashMap<>();
    private int forgottenBelow;

    /**
     * Nothing yet.
     *
     * @param window words on each side of a term that are its neighbours
     */
    public TermContexts(TermGroups terms, int window) {
        this.terms = terms;
        this.window = window;
        occurrences = new long[terms.groups().size()];
        neighbours = new long[occurrences.length];
        List<String> dimensions = terms.groups().stream()
                .map(TermGroups.Group::dimension)
                .distinct()
                .toList();
        dimension = terms.groups().stream()
                .mapToInt(group -> dimensions.indexOf(group.dimension()))
                .toArray();
    }

    /** Where a term of a group stands. */
    private record Place(int start, int end, int group) {}

    /**
     * A word near a group.
     *
     * @param count times that it is a neighbour of the group
     * @param logOdds log of its odds near the group over those near the other groups of the dimension
     * @param z the same in standard errors
     */
    public record Neighbour(String word, int count, double logOdds, double z) {}

    /** Counts a paragraph. */
    void add(List<String> text) {
        List<Place> places = places(text);
        boolean[] isTerm = new boolean[text.size()];
        for (Place place : places) {
            Arrays.fill(isTerm, place.start(), place.end(), true);
        }
        for (Place place : places) {
            neighbours(text, isTerm, Math.max(0, place.start() - window), place.start(), place.group());
            neighbours(text, isTerm, place.end(), Math.min(isTerm.length, place.end() + window), place.group());
        }
        if (words.size() > MOST_WORDS) {
            forgottenBelow++;
            words.values().removeIf(counts -> Arrays.stream(counts).sum() <= forgottenBelow);
        }
    }

    /** The terms of a text, counted: of each dimension by itself, the longest that begins at a word and none that begins within it. */
    private List<Place> places(List<String> text) {
        List<Place> places = new ArrayList<>();
        int[] behind = new int[dimension.length];
        for (int i = 0; i < text.size(); i++) {
            for (int length = Math.min(terms.longest(), text.size() - i); length > 0; length--) {
                String term = length == 1 ? text.get(i) : String.join(" ", text.subList(i, i + length));
                boolean found = false;
                for (int group : terms.byTerm().getOrDefault(term, List.of())) {
                    if (behind[dimension[group]] <= i) {
                        behind[dimension[group]] = i + length;
                        places.add(new Place(i, i + length, group));
                        occurrences[group]++;
                        found = true;
                    }
                }
                if (found) {
                    byTerm.computeIfAbsent(term, name -> new long[1])[0]++;
                }
            }
        }
        return places;
    }

    private void neighbours(List<String> text, boolean[] isTerm, int from, int to, int group) {
        for (int i = from; i < to; i++) {
            if (!isTerm[i]) {
                words.computeIfAbsent(text.get(i), word -> unseen())[group]++;
                neighbours[group]++;
            }
        }
    }

    /** Counts by group, and behind them what may have been forgotten of the word before, so that no more is lost in all (lossy counting). */
    private int[] unseen() {
        int[] counts = new int[occurrences.length + 1];
        counts[occurrences.length] = forgottenBelow;
        return counts;
    }

    /** Occurrences of terms of each group. */
    public long[] occurrences() {
        return occurrences.clone();
    }

    /** Occurrences of each term that was there. */
    public Map<String, Long> byTerm() {
        Map<String, Long> counts = new TreeMap<>();
        byTerm.forEach((term, count) -> counts.put(term, count[0]));
        return counts;
    }

    /** Occurrences that a neighbour may have had and yet be forgotten; 0 where none was. */
    public int forgottenBelow() {
        return forgottenBelow;
    }

    /**
     * The words that are most surely nearer to a group than to the others of its dimension: log-odds with an informative Dirichlet prior (Monroe et
     * al., Fightin' Words, 2008, equations 15 to 22), the surest first. None where there are no others.
     */
    public List<Neighbour> nearest(int group, int most) {
        int[] others = IntStream.range(0, occurrences.length)
                .filter(g -> g != group && dimension[g] == dimension[group])
                .filter(g -> neighbours[g] > 0)
                .toArray();
        if (others.length == 0 || neighbours[group] == 0) {
            return List.of();
        }
        double mine = neighbours[group];
        double theirs = Arrays.stream(others).mapToDouble(g -> neighbours[g]).sum();
        List<Neighbour> found = new ArrayList<>();
        words.forEach((word, counts) -> {
            double here = counts[group];
            double there = Arrays.stream(others).mapToDouble(g -> counts[g]).sum();
            double prior = PRIOR * (here + there) / (mine + theirs);
            double logOdds = logOdds(here + prior, mine + PRIOR) - logOdds(there + prior, theirs + PRIOR);
            double z = logOdds / Math.sqrt(1 / (here + prior) + 1 / (there + prior));
            if (z > LEAST) {
                found.add(new Neighbour(word, counts[group], logOdds, z));
            }
        });
        found.sort(Comparator.comparingDouble(Neighbour::z).reversed().thenComparing(Neighbour::word));
        return List.copyOf(found.subList(0, Math.min(most, found.size())));
    }

    private static double logOdds(double count, double all) {
        return Math.log(count / (all - count));
    }
}
