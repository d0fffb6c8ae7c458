/**
 * The embedded default. In: WordNet 3.1 from its Maven dependency. Out: glosses as text, and their lexicographer classes as a task.
 */
@NullMarked
package io.github.electra4j.data;

import org.jspecify.annotations.NullMarked;
