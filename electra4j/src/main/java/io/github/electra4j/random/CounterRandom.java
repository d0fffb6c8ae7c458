package io.github.electra4j.random;

/**
 * Random numbers that are a pure function of a key and a counter, so that a draw depends on what it is for and never on
 * what was drawn before.
 *
 * <p>The key is made of the seed, a purpose and up to two coordinates (a step and an example, say). The mixing function
 * is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), applied to a Weyl sequence.
 */
public final class CounterRandom {
    private static final long WEYL = 0x9E3779B97F4A7C15L;

    /** Multiples of it from 1 on: loads, unlike a counter that is multiplied, are what the compiler makes vector instructions of. */
    private static final long[] MULTIPLES = multiples(2048);

    private final long key;
    private long counter;

    private CounterRandom(long key) {
        this.key = key;
    }

    /** A stream for one purpose. */
    public static CounterRandom of(long seed, String purpose) {
        return of(seed, purpose, 0, 0);
    }

    /** A stream for one purpose at one place, for example a step and an example. */
    public static CounterRandom of(long seed, String purpose, long first, long second) {
        return new CounterRandom(key(seed, purpose, first, second));
    }

    /** The key that {@link #of(long, String, long, long)} uses, for callers that count by themselves. */
    public static long key(long seed, String purpose, long first, long second) {
        long k = mix(seed + WEYL);
        for (int i = 0; i < purpose.length(); i++) {
            k = mix(k ^ purpose.charAt(i));
        }
        k = mix(k ^ (first + WEYL));
        return mix(k ^ (second + 2 * WEYL));
    }

    /** The draw of a key at a counter: 64 uniform bits. */
    public static long at(long key, long counter) {
        return mix(key + (counter + 1) * WEYL);
    }

    /** The draws of a key at so many counters from {@code from} on, the same as {@link #at} gives. */
    public static void fill(long key, long from, long[] draws, int count) {
        for (int done = 0; done < count; done += MULTIPLES.length) {
            fill(key + (from + done) * WEYL, draws, done, Math.min(MULTIPLES.length, count - done));
        }
    }

    private static void fill(long base, long[] draws, int at, int count) {
        for (int i = 0; i < count; i++) {
            draws[at + i] = mix(base + MULTIPLES[i]);
        }
    }

    private static long[] multiples(int count) {
        long[] multiples = new long[count];
        for (int i = 0; i < count; i++) {
            multiples[i] = (i + 1) * WEYL;
        }
        return multiples;
    }

    /** The next 64 uniform bits. */
    public long nextLong() {
        return at(key, counter++);
    }

    /** A uniform number in [0, bound); multiply-high, whose bias is below bound / 2^63. */
    public long nextLong(long bound) {
        if (bound < 1 || bound > 1L << 62) {
            throw new IllegalArgumentException("bound: " + bound + ", expected 1 to 2^62");
        }
        return Math.multiplyHigh(nextLong() >>> 1, bound << 1);
    }

    /** A uniform number in [0, bound). */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** A uniform number in [0, 1), of 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
