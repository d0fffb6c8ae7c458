/**
 * Models as an HTTP service. In: model directories and where to listen. Out: a server that answers until it is told to stop. Sees the
 * library; the engine is found at run time.
 */
@NullMarked
package io.github.electra4j.serve;

import org.jspecify.annotations.NullMarked;
