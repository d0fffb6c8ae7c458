package io.github.electra4j.task.relation;

import org.jspecify.annotations.Nullable;

/**
 * A place of a text that stands for something.
 *
 * @param start its first UTF-16 unit
 * @param end the UTF-16 unit behind it
 * @param label what kind of thing it is, or null
 */
public record Mention(int start, int end, @Nullable String label) {}
