package io.github.electra4j.train.pretrain;

/** In which order the two networks are trained (paper, section 3.2 and appendix F). */
public enum Strategy {
    /** Both at once, the sum of their losses. */
    JOINT,
    /** The generator alone, then the discriminator, started from the generator's weights. */
    TWO_STAGE,
    /** Both at once, the generator by how well it fools the discriminator (see {@link Adversary}). */
    ADVERSARIAL
}
