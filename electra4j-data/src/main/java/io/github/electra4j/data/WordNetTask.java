package io.github.electra4j.data;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The default task: name the lexicographer class (45 of them) of a gloss.
 *
 * <p>Glosses with the same text always stay in the same part (363 texts stand more than once), so no text of {@code
 * test} or {@code dev} is in {@code pretraining}. The order within {@code train}, {@code dev} and {@code test} is
 * random: the first n of them are a random sample. The labelled part is drawn from the pre-training text, as a user
 * with much text and few labels would do.
 *
 * @param pretraining all glosses that are not in {@code dev} or {@code test}, in WordNet's order
 * @param train a small labelled part of {@code pretraining}
 * @param dev for selecting rates and epochs; not reported
 * @param test for the figures that are reported
 */
public record WordNetTask(List<Gloss> pretraining, List<Gloss> train, List<Gloss> dev, List<Gloss> test) {
    /** Sizes of the standard parts, and the seed of their draw: changing one changes every published figure. */
    public static final int TRAIN = 1_000;

    public static final int DEV = 2_000;
    public static final int TEST = 3_000;
    public static final long SEED = 57;

    public WordNetTask {
        pretraining = List.copyOf(pretraining);
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /** The standard parts of WordNet 3.1: 3,000 for testing, 2,000 for selection, 1,000 labelled, the same every time. */
    public static WordNetTask standard() throws IOException {
        return split(WordNet.glosses(), SEED, TRAIN, DEV, TEST);
    }

    /**
     * Draws the parts: groups of the same gloss text (case aside) in the order of a hash of seed and text, so that a
     * gloss's place depends on nothing but itself and the seed.
     */
    static WordNetTask split(List<Gloss> glosses, long seed, int trainSize, int devSize, int testSize) {
        if (trainSize + devSize + testSize > glosses.size()) {
            throw new IllegalArgumentException("parts of " + trainSize + ", " + devSize + " and " + testSize
                    + " glosses were asked for, there are " + glosses.size());
        }
        Map<String, List<Gloss>> groups = new LinkedHashMap<>();
        for (Gloss gloss : glosses) {
            groups.computeIfAbsent(normalized(gloss), g -> new ArrayList<>()).add(gloss);
        }
        List<Map.Entry<String, List<Gloss>>> order = new ArrayList<>(groups.entrySet());
        Map<String, Long> keys = new HashMap<>();
        groups.keySet().forEach(text -> keys.put(text, CounterRandom.key(seed, text, 0, 0)));
        order.sort(Comparator.comparing((Map.Entry<String, List<Gloss>> group) -> keys.get(group.getKey())));

        List<Gloss> train = new ArrayList<>();
        List<Gloss> dev = new ArrayList<>();
        List<Gloss> test = new ArrayList<>();
        Set<String> heldOut = new HashSet<>();
        for (Map.Entry<String, List<Gloss>> entry : order) {
            List<Gloss> group = entry.getValue();
            if (test.size() + group.size() <= testSize) {
                test.addAll(group);
                heldOut.add(entry.getKey());
            } else if (dev.size() + group.size() <= devSize) {
                dev.addAll(group);
                heldOut.add(entry.getKey());
            } else if (train.size() + group.size() <= trainSize) {
                train.addAll(group);
            }
        }
        List<Gloss> pretraining =
                glosses.stream().filter(g -> !heldOut.contains(normalized(g))).toList();
        return new WordNetTask(pretraining, train, dev, test);
    }

    private static String normalized(Gloss gloss) {
        return gloss.gloss().toLowerCase(Locale.ROOT);
    }

    /** Writes the pre-training text: one gloss a line, each a document of its own, a blank line between. */
    public void pretrainingText(Writer out) throws IOException {
        boolean first = true;
        for (Gloss gloss : pretraining) {
            if (!first) {
                out.write('\n');
            }
            first = false;
            out.write(gloss.text());
            out.write('\n');
        }
    }

    /** The share of {@code test} that belongs to the most frequent class of {@code train}, between 0 and 1. */
    public double majorityAccuracy() {
        Map<String, Integer> counts = new TreeMap<>();
        train.forEach(g -> counts.merge(g.lexicographerClass(), 1, Integer::sum));
        String majority =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        return (double) test.stream()
                        .filter(g -> g.lexicographerClass().equals(majority))
                        .count()
                / test.size();
    }
}
