/**
 * Conversations. In: a file that declares intents, slots and replies, and what models say of a message. Out: a reply, what was recognised
 * and how sure it is, and the state to go on from. Sees the library alone; next are the server and the command line, which ask the models.
 */
@NullMarked
package io.github.electra4j.dialogue;

import org.jspecify.annotations.NullMarked;
