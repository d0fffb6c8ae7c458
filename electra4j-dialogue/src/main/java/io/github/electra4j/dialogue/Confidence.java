package io.github.electra4j.dialogue;

/**
 * How sure is sure, each a probability.
 *
 * @param intent from which on an intent is taken; below it there is a question back
 * @param outOfScope below which a message belongs to no intent
 * @param slot from which on a tagged part of the message is taken
 * @param reply from which on a selected reply is said
 * @param answer from which on an answer out of documents is said
 */
public record Confidence(double intent, double outOfScope, double slot, double reply, double answer) {
    /** Where a file says nothing. */
    static final Confidence STANDARD = new Confidence(0.7, 0.2, 0.5, 0.5, 0.5);
}
