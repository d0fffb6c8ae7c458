/**
 * Pre-training examples. In: tokenized documents. Out: memory-mapped shards and batches of ids, each a pure function of the
 * seed and the step. Next: pre-training.
 */
@NullMarked
package io.github.electra4j.examples;

import org.jspecify.annotations.NullMarked;
