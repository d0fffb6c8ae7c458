package io.github.electra4j.train.optim;

/**
 * How one parameter is updated.
 *
 * @param optimiser index of the optimiser it belongs to; gradients are clipped by the norm over one optimiser's parameters
 * @param scale factor on the optimiser's learning rate; 0 freezes the parameter
 * @param decay weight decay, decoupled from the gradient (Loshchilov and Hutter, 2019)
 * @param since steps before its first update: its moments started at 0 then, which Adam's bias correction counts from
 */
public record Group(int optimiser, double scale, double decay, long since) {
    /** A parameter that is updated from the first step. */
    public Group(int optimiser, double scale, double decay) {
        this(optimiser, scale, decay, 0);
    }
}
