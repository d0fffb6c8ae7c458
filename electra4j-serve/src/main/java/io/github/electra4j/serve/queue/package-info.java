/**
 * Inputs of many requests that are computed together. In: inputs of a kind with their lengths. Out: batches of about one length, and the
 * outputs to whoever waits for them. Knows nothing of models and of HTTP.
 */
@NullMarked
package io.github.electra4j.serve.queue;

import org.jspecify.annotations.NullMarked;
