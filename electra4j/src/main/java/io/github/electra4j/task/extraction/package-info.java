/**
 * Joint extraction of entities and the relations between them. In: texts with entities and relations, from JSONL. Out: the rows that a tagger
 * and a relation model learn from, and the answers of the two, one behind the other.
 */
@NullMarked
package io.github.electra4j.task.extraction;

import org.jspecify.annotations.NullMarked;
