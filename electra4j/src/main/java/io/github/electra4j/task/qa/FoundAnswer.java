package io.github.electra4j.task.qa;

/**
 * A part of a context that may answer a question.
 *
 * @param text the part as it stands there
 * @param start its first UTF-16 unit in the context
 * @param end the UTF-16 unit behind it
 * @param score the sum of the logits of its start and its end
 * @param probability among all parts that the model could give, and no answer where it may give none
 */
public record FoundAnswer(String text, int start, int end, double score, double probability) {}
