package io.github.electra4j.train.pretrain;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses positions by whole words, each by itself or in runs. */
final class WordChoice {
    /** The longest run in words, and the parameter of its geometric length: 3.8 words on average (Joshi et al., 2020, section 3.1). */
    private static final int LONGEST = 10;

    private static final double STOP = 0.2;

    private final boolean[] continues;
    private final boolean runs;

    /**
     * A choice by words.
     *
     * @param runs whether neighbouring words are drawn together
     */
    WordChoice(Vocabulary vocabulary, boolean runs) {
        this.runs = runs;
        continues = new boolean[vocabulary.size()];
        for (int id = 0; id < continues.length; id++) {
            continues[id] = vocabulary.token(id).startsWith("##");
        }
    }

    /**
     * A chosen position.
     *
     * @param position in the batch
     * @param run number of the word, or run of words, that it was drawn with
     */
    record Chosen(int position, int run) {}

    /**
     * Draws words until so many pieces are chosen or no other word fits. Where even the first word is longer than that, its first pieces
     * are chosen, since an example without a chosen position teaches nothing.
     *
     * @param ids of the batch
     * @param candidates positions of one example, in order
     * @param count pieces that are wanted
     * @return in order of position
     */
    List<Chosen> choose(int[] ids, int[] candidates, int count, CounterRandom random) {
        List<int[]> words = words(ids, candidates);
        int[] runOf = new int[words.size()];
        int[] order = new int[words.size()];
        Arrays.setAll(order, w -> w);
        int left = count;
        int run = 0;
        for (int n = order.length; n > 0 && left > 0; n--) {
            int drawn = random.nextInt(n);
            int word = order[drawn];
            order[drawn] = order[n - 1];
            run++;
            int end = Math.min(words.size(), word + length(random));
            while (word < end && runOf[word] == 0 && words.get(word).length <= left) {
                runOf[word] = run;
                left -= words.get(word).length;
                boolean neighbours = word + 1 < end && words.get(word + 1)[0] == last(words.get(word)) + 1;
                word = neighbours ? word + 1 : end;
            }
        }
        List<Chosen> chosen = new ArrayList<>();
        for (int w = 0; w < runOf.length; w++) {
            for (int position : words.get(w)) {
                if (runOf[w] != 0) {
                    chosen.add(new Chosen(position, runOf[w]));
                }
            }
        }
        if (chosen.isEmpty() && count > 0 && !words.isEmpty()) {
            int[] word = words.get(random.nextInt(words.size()));
            for (int i = 0; i < Math.min(count, word.length); i++) {
                chosen.add(new Chosen(word[i], 1));
            }
        }
        return chosen;
    }

    /** The positions of each word: a piece that begins with ## goes on with the word right before it. */
    private List<int[]> words(int[] ids, int[] candidates) {
        List<int[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= candidates.length && start < candidates.length; i++) {
            boolean goesOn =
                    i < candidates.length && continues[ids[candidates[i]]] && candidates[i] == candidates[i - 1] + 1;
            if (!goesOn) {
                words.add(Arrays.copyOfRange(candidates, start, i));
                start = i;
            }
        }
        return words;
    }

    /** Words of a run: geometric, drawn again where it would be longer than the longest. */
    private int length(CounterRandom random) {
        if (!runs) {
            return 1;
        }
        int length;
        do {
            length = 1 + (int) Math.floor(Math.log1p(-random.nextDouble()) / Math.log1p(-STOP));
        } while (length > LONGEST);
        return length;
    }

    private static int last(int[] word) {
        return word[word.length - 1];
    }
}
