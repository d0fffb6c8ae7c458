/**
 * Pre-training. In: batches of examples. Out: a run directory with generator and discriminator. Next: {@code finetune}.
 */
@NullMarked
package io.github.electra4j.train.pretrain;

import org.jspecify.annotations.NullMarked;
