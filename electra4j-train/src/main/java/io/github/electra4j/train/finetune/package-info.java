/**
 * Fine-tuning. In: a model directory and a labelled table. Out: a model directory with a head, and its scores.
 */
@NullMarked
package io.github.electra4j.train.finetune;

import org.jspecify.annotations.NullMarked;
