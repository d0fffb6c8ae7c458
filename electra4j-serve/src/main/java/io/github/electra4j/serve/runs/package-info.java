/**
 * Training runs that are watched. In: a folder with run directories below it. Out: a list of them by name, and what each has measured, from
 * a place on. Next: {@link io.github.electra4j.serve.http}.
 */
@NullMarked
package io.github.electra4j.serve.runs;

import org.jspecify.annotations.NullMarked;
