package io.github.electra4j.task.relation;

import io.github.electra4j.task.Window;

/**
 * A text with markers around its two mentions.
 *
 * @param positions of the marker before the head and of that before the tail
 * @param target id of the relation; -1 where it is not known, to the file or to the model
 */
public record RelationWindow(int[] ids, int firstLength, int[] positions, int cut, int target) implements Window {}
