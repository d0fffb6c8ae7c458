package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;

/**
 * A seeded permutation of 0 .. size-1 that needs no memory: a Feistel network over the next even power of two, walked
 * along its cycle until it falls inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002).
 */
final class Permutation {
    /** Four rounds make a pseudo-random permutation (Luby and Rackoff, 1988); two more, as small domains need. */
    private static final int ROUNDS = 6;

    /** Tiny networks reach some orders more often than others; walking inside a domain of 256 evens that out. */
    private static final int MIN_HALF_BITS = 4;

    private final long size;
    private final long epoch;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    /** The permutation of {@code size} numbers, at least 1, that belongs to a seed and an epoch. */
    Permutation(long size, long seed, long epoch) {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + ", expected at least 1");
        }
        this.size = size;
        this.epoch = epoch;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        this.halfBits = Math.max(MIN_HALF_BITS, (bits + 1) / 2);
        this.halfMask = (1L << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = CounterRandom.key(seed, "shuffle", epoch, round);
        }
    }

    long epoch() {
        return epoch;
    }

    /** Where number {@code i} goes. */
    long apply(long i) {
        long x = i;
        do {
            x = encrypt(x);
        } while (x >= size);
        return x;
    }

    private long encrypt(long x) {
        long left = x >>> halfBits;
        long right = x & halfMask;
        for (long key : keys) {
            long mixed = left ^ (CounterRandom.at(key, right) & halfMask);
            left = right;
            right = mixed;
        }
        return left << halfBits | right;
    }
}
