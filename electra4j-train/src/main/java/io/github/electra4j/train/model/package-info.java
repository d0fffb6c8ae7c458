/**
 * The network. In: ids. Out: hidden states, generator logits, discriminator logits. Next: {@code pretrain} and
 * {@code finetune}.
 */
@NullMarked
package io.github.electra4j.train.model;

import org.jspecify.annotations.NullMarked;
