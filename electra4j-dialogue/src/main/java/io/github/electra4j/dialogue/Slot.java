package io.github.electra4j.dialogue;

/**
 * Something that an intent needs to know.
 *
 * @param name the label that the tagger gives it
 * @param question asked where it is missing
 */
public record Slot(String name, String question) {}
