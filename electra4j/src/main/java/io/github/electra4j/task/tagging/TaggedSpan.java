package io.github.electra4j.task.tagging;

/**
 * A part of a text with its label: an entity, a chunk, or a word.
 *
 * @param start its first UTF-16 unit
 * @param end the UTF-16 unit behind it
 * @param label its type, or the tag of the word
 * @param text as it stands there
 * @param probability of an entity, the least among those of its words' labels
 */
public record TaggedSpan(int start, int end, String label, String text, double probability) {}
