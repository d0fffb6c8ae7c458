/**
 * Updates. In: flat gradients. Out: new parameters; learning rates by step and by layer.
 */
@NullMarked
package io.github.electra4j.train.optim;

import org.jspecify.annotations.NullMarked;
