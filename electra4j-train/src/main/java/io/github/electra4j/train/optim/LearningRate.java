package io.github.electra4j.train.optim;

/**
 * The learning rate by step: a linear warm-up to the peak, then one of three ways down. The last of several steps has rate 0. A single
 * step has the peak: with a way down it would learn nothing.
 *
 * @param schedule the way down
 * @param peak the highest rate
 * @param warmup steps until it is reached
 * @param steps steps in all; the rate behind them is 0
 */
public record LearningRate(Schedule schedule, double peak, long warmup, long steps) {
    /** The share of the steps over which the trapezoid falls. */
    private static final double COOLDOWN = 0.2;

    /** The shape behind the warm-up. */
    public enum Schedule {
        /** Straight to 0 over the whole run, warm-up included: the authors' polynomial decay of power 1. */
        LINEAR,
        /** Half a cosine to 0 (Loshchilov and Hutter, 2017). */
        COSINE,
        /** The peak, then straight to 0 over the last fifth (Zhai et al., 2022; Hägele et al., 2024). */
        TRAPEZOID
    }

    public LearningRate {
        if (!(peak >= 0) || warmup < 0 || steps < 1) {
            throw new IllegalArgumentException("learning rate " + peak + ", warm-up " + warmup + ", steps " + steps
                    + ": expected a rate and a warm-up of at least 0, and at least 1 step");
        }
    }

    /** The rate of a step; the first step is 1. */
    public double at(long step) {
        if (step > steps) {
            return 0;
        }
        double up = warmup == 0 ? 1 : Math.min(1, (double) step / warmup);
        if (steps == 1) {
            return peak * up;
        }
        double down =
                switch (schedule) {
                    case LINEAR -> (double) (steps - step) / steps;
                    case COSINE -> {
                        double share = Math.max(0, step - warmup) / (double) Math.max(1, steps - warmup);
                        yield 0.5 * (1 + Math.cos(Math.PI * share));
                    }
                    case TRAPEZOID -> Math.min(1, (steps - step) / (COOLDOWN * steps));
                };
        return peak * up * down;
    }
}
