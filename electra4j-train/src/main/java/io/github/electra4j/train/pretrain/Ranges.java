package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig.Positions;

/** What the single values of a configuration may be. Each refusal begins with the key that is wrong. */
final class Ranges {
    private Ranges() {}

    /** Checks what the attention of one network needs, under the keys of a configuration. */
    static void heads(String headsKey, int heads, String hiddenKey, int hidden, Positions positions) {
        atLeast(hiddenKey, hidden, 1L);
        atLeast(headsKey, heads, 1L);
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(headsKey + ": " + heads + ", expected a divisor of " + hiddenKey + ", "
                    + hidden + ": each head has an equal part of it; change one of them");
        }
        if (positions == Positions.ROTARY && hidden / heads % 2 != 0) {
            throw new IllegalArgumentException(headsKey + ": " + heads + ", expected an even number for each head of "
                    + hiddenKey + ", found " + hidden / heads + ": rotary positions turn pairs; change one of them");
        }
    }

    static void between(String key, double value, double low, double high) {
        require(value >= low && value <= high, key, value, low + " to " + high);
    }

    static void above(String key, double value, double low) {
        require(value > low && value < Double.POSITIVE_INFINITY, key, value, "a number above " + low);
    }

    static void atLeast(String key, double value, double low) {
        require(value >= low && value < Double.POSITIVE_INFINITY, key, value, "a number of at least " + low);
    }

    static void atLeast(String key, long value, long low) {
        if (value < low) {
            throw new IllegalArgumentException(key + ": " + value + ", expected at least " + low);
        }
    }

    static void dropout(String key, double value) {
        require(value >= 0 && value < 1, key, value, "a probability from 0 up to, not with, 1");
    }

    /** At 1 a moment would never take in a gradient. */
    static void decay(String key, double value) {
        require(value >= 0 && value < 1, key, value, "a number from 0 up to, not with, 1");
    }

    private static void require(boolean allowed, String key, double value, String expected) {
        if (!allowed) {
            throw new IllegalArgumentException(key + ": " + value + ", expected " + expected);
        }
    }
}
