/**
 * The engine's room: scopes, devices, precision, flat parameters, dropout, sampling. No other package knows the device. Next:
 * {@code model}.
 */
@NullMarked
package io.github.electra4j.train.tensor;

import org.jspecify.annotations.NullMarked;
