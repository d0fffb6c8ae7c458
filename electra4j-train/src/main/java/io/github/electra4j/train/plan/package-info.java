/**
 * Cost before a run. In: a configuration. Out: parameters, FLOPs, memory, disk and time on this machine.
 */
@NullMarked
package io.github.electra4j.train.plan;

import org.jspecify.annotations.NullMarked;
