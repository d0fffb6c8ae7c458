/**
 * Benchmarks, each as a ratio to a peer measured in the same run.
 */
@NullMarked
package io.github.electra4j.bench;

import org.jspecify.annotations.NullMarked;
