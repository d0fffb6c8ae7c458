/**
 * Counter-based random numbers: every draw is a pure function of what it is for, so a resumed run repeats itself.
 */
@NullMarked
package io.github.electra4j.random;

import org.jspecify.annotations.NullMarked;
