package io.github.electra4j.fairness;

import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Documents whose shingles of five words are mostly those of a document before, by MinHash (Broder, 1997) with 64 values in 16 bands of 4. Its memory is
 * bounded: some 900 bytes for each document that is remembered, by the sizes of what is kept; those beyond are compared, but not remembered.
 */
public final class NearDuplicates {
    /** Share of the shingles of both documents that both have, estimated, from which on the later one is a near duplicate. */
    public static final double ALIKE = 0.8;

    private static final int SHINGLE = 5;
    private static final int VALUES = 64;
    private static final int BAND = 4;
    private static final int MOST_EXAMPLES = 20;

    private final int most;
    private final long[] factors = new long[VALUES];
    private final LongIndex bands = new LongIndex();
    private final LongIndex whole = new LongIndex();
    private final List<int[]> remembered = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private final long[] window = new long[SHINGLE];
    private int[] values = fresh();
    private long words;
    private long digest;
    private String place = "";
    private long documents;
    private long same;
    private long near;

    /**
     * Nothing yet.
     *
     * @param most documents that are remembered
     */
    public NearDuplicates(int most) {
        this.most = most;
        CounterRandom random = CounterRandom.of(1, "minhash");
        Arrays.setAll(factors, i -> random.nextLong() | 1);
    }

    /**
     * A document and the one before that it is like.
     *
     * @param place where it begins, {@code file:line}
     * @param before where the other begins
     * @param alike share of the shingles of both that both have, estimated
     */
    public record Example(String place, String before, double alike) {}

    /** Begins a document, and so ends the one before. */
    void begin(String where) {
        end();
        place = where;
    }

    /** Reads words of the document that was begun. */
    void add(long[] hashes) {
        for (long hash : hashes) {
            window[(int) (words++ % SHINGLE)] = hash;
            digest = Words.hash(new long[] {digest, hash}, 0, 2);
            if (words >= SHINGLE) {
                shingle(SHINGLE);
            }
        }
    }

    private void shingle(int size) {
        long[] ordered = new long[size];
        for (int i = 0; i < size; i++) {
            ordered[i] = window[(int) ((words - size + i) % SHINGLE)];
        }
        long hash = Words.hash(ordered, 0, size);
        for (int i = 0; i < VALUES; i++) {
            int value = (int) ((hash * factors[i]) >>> 32);
            values[i] = Math.min(values[i], value);
        }
    }

    /** Ends the last document. */
    void end() {
        if (words == 0) {
            return;
        }
        if (words < SHINGLE) {
            shingle((int) words);
        }
        documents++;
        int number = remembered.size();
        boolean room = number < most;
        int twin = room ? whole.putIfAbsent(digest, number) : whole.get(digest);
        int like = twin >= 0 && twin != number ? twin : -1;
        double alike = like >= 0 ? 1 : 0;
        for (int band = 0; band < VALUES / BAND; band++) {
            long key = key(band);
            int before = room ? bands.putIfAbsent(key, number) : bands.get(key);
            if (before >= 0 && before != number && alike < 1) {
                double share = alike(remembered.get(before));
                if (share > alike) {
                    alike = share;
                    like = before;
                }
            }
        }
        if (twin >= 0 && twin != number) {
            same++;
        } else if (alike >= ALIKE) {
            near++;
        }
        if (alike >= ALIKE && examples.size() < MOST_EXAMPLES) {
            examples.add(new Example(place, places.get(like), alike));
        }
        if (room) {
            remembered.add(values);
            places.add(place);
        }
        values = fresh();
        words = 0;
        digest = 0;
    }

    private long key(int band) {
        long[] part = new long[BAND + 1];
        part[0] = band;
        for (int i = 0; i < BAND; i++) {
            part[i + 1] = values[band * BAND + i];
        }
        return Words.hash(part, 0, part.length);
    }

    private double alike(int[] other) {
        int equal = 0;
        for (int i = 0; i < VALUES; i++) {
            equal += values[i] == other[i] ? 1 : 0;
        }
        return (double) equal / VALUES;
    }

    private static int[] fresh() {
        int[] values = new int[VALUES];
        Arrays.fill(values, Integer.MAX_VALUE);
        return values;
    }

    /** Documents with a word in them. */
    public long documents() {
        return documents;
    }

    /** Documents with the same words as one before, in the same order. */
    public long same() {
        return same;
    }

    /** Others that are alike. */
    public long near() {
        return near;
    }

    /** Documents that later ones could not be compared with. */
    public long forgotten() {
        return documents - remembered.size();
    }

    /** The first ones. */
    public List<Example> examples() {
        return List.copyOf(examples);
    }
}
