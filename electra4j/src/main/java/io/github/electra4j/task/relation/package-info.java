/**
 * Relations between two places of a text. In: texts with two spans, from JSONL or SemEval-2010 task 8's files. Out: windows with markers
 * around the spans, and the relation.
 */
@NullMarked
package io.github.electra4j.task.relation;

import org.jspecify.annotations.NullMarked;
