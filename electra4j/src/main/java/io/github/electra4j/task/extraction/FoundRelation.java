package io.github.electra4j.task.extraction;

/**
 * A relation between two entities of an {@link Extraction}.
 *
 * @param head index of the first entity
 * @param tail index of the second
 * @param relation its name
 * @param probability of the relation, given the two entities
 */
public record FoundRelation(int head, int tail, String relation, double probability) {}
