package io.github.electra4j.data;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The wrong-word probe: in each held-out gloss one word was exchanged for another of the same frequency decile; point
 * at it. It needs no labels and asks what replaced-token detection teaches.
 *
 * @param items one gloss each
 */
public record WrongWordProbe(List<Item> items) {
    /** Glosses of the standard probe. */
    public static final int SIZE = 1_000;

    /** Longer glosses are left out, so that the exchanged word is not cut off by a sequence of 64 word pieces. */
    public static final int MOST_WORDS = 40;

    public WrongWordProbe {
        items = List.copyOf(items);
    }

    /**
     * One gloss with one word exchanged.
     *
     * @param words lemmas and gloss, lower-cased, marks apart: joined by spaces they give BERT's tokenizer the same
     *     words, in the same number
     * @param index place of the exchanged word in {@code words}
     * @param original what stood there
     * @param candidates places that may be pointed at: the words of the gloss, without marks, numbers and lemmas
     * @param frequencies how often each of {@code words} stands in the pre-training text
     */
    public record Item(
            List<String> words, int index, String original, List<Integer> candidates, List<Integer> frequencies) {
        public Item {
            words = List.copyOf(words);
            candidates = List.copyOf(candidates);
            frequencies = List.copyOf(frequencies);
        }

        /** The text to look at. */
        public String text() {
            return String.join(" ", words);
        }
    }

    /** The standard probe: the first 1,000 fitting glosses of the test part, the same every time. */
    public static WrongWordProbe standard(WordNetTask task) {
        return of(task, WordNetTask.SEED, SIZE);
    }

    static WrongWordProbe of(WordNetTask task, long seed, int size) {
        WordFrequencies frequencies = WordFrequencies.of(task.pretraining());
        List<Item> items = new ArrayList<>(size);
        for (int i = 0; i < task.test().size() && items.size() < size; i++) {
            Gloss gloss = task.test().get(i);
            List<String> words = new ArrayList<>(WordFrequencies.words(gloss.text()));
            if (words.size() > MOST_WORDS) {
                continue;
            }
            int firstOfGloss =
                    words.size() - WordFrequencies.words(gloss.gloss()).size();
            List<Integer> candidates = new ArrayList<>();
            List<Integer> exchangeable = new ArrayList<>();
            for (int w = firstOfGloss; w < words.size(); w++) {
                if (WordFrequencies.isWord(words.get(w))) {
                    candidates.add(w);
                    if (frequencies.count(words.get(w)) > 0) {
                        exchangeable.add(w);
                    }
                }
            }
            if (candidates.size() < 2 || exchangeable.isEmpty()) {
                continue;
            }
            CounterRandom random = CounterRandom.of(seed, "wrong word", i, 0);
            int index = exchangeable.get(random.nextInt(exchangeable.size()));
            String original = words.get(index);
            String other = frequencies.exchange(original, random);
            if (other != null) {
                words.set(index, other);
                items.add(new Item(
                        words,
                        index,
                        original,
                        candidates,
                        words.stream().map(frequencies::count).toList()));
            }
        }
        if (items.size() < size) {
            throw new IllegalArgumentException("the probe needs " + size + " glosses with a word to exchange, "
                    + "the test part of " + task.test().size() + " has " + items.size());
        }
        return new WrongWordProbe(items);
    }

    /** What pointing at random reaches: the mean of 1 / candidates. */
    public double chance() {
        return items.stream()
                .mapToDouble(item -> 1.0 / item.candidates().size())
                .average()
                .orElseThrow();
    }

    /** What pointing at the rarest word reaches. */
    public double rarestWord() {
        return top1(items.stream()
                .map(item ->
                        item.frequencies().stream().mapToDouble(count -> -count).toArray())
                .toList());
    }

    /**
     * The share of glosses whose exchanged word has the highest score of all candidates. Where several share the
     * highest score, the exchanged one counts as one among them.
     *
     * @param suspicion a score for every word of every item, {@code [item][word]}; higher is more suspicious
     * @throws IllegalArgumentException where a score is missing or not a number
     */
    public double top1(List<double[]> suspicion) {
        if (suspicion.size() != items.size()) {
            throw new IllegalArgumentException("scores for " + suspicion.size() + " glosses, expected " + items.size());
        }
        double hits = 0;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            double[] scores = suspicion.get(i);
            if (scores.length != item.words().size()) {
                throw new IllegalArgumentException("gloss " + i + ": " + scores.length + " scores for "
                        + item.words().size() + " words");
            }
            double highest = Double.NEGATIVE_INFINITY;
            int ties = 0;
            for (int candidate : item.candidates()) {
                double score = scores[candidate];
                if (Double.isNaN(score)) {
                    throw new IllegalArgumentException(
                            "gloss " + i + ", word " + candidate + ": the score is not a number");
                }
                ties = score > highest ? 1 : score == highest ? ties + 1 : ties;
                highest = Math.max(highest, score);
            }
            if (scores[item.index()] == highest) {
                hits += 1.0 / ties;
            }
        }
        return hits / items.size();
    }
}
