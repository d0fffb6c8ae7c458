/**
 * Choosing one of some options. In: contexts with their options, from JSONL or MuTual's files. Out: a window an option, the ranking of
 * the options, and the one that is chosen.
 */
@NullMarked
package io.github.electra4j.task.choice;

import org.jspecify.annotations.NullMarked;
