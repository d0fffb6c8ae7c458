package io.github.electra4j.dialogue;

import io.github.electra4j.json.JsonText;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reply, and why.
 *
 * @param act what kind of reply
 * @param reply in words
 * @param recognised what it was made by
 * @param state to go on from
 */
public record Turn(Act act, String reply, Recognised recognised, DialogueState state) {
    /** What a reply does. */
    public enum Act {
        /** Says what the file has for an intent. */
        REPLY,
        /** Says a reply that a model selected. */
        SELECTED,
        /** Says a part of a document. */
        ANSWER,
        /** Asks for a slot. */
        ASK_SLOT,
        /** Asks which of two intents was meant. */
        ASK_INTENT,
        /** Says that somebody else goes on. */
        HAND_OVER;

        /** Its name in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * As an object: {@code reply}, {@code act}, {@code recognised}, {@code state}.
     *
     * @param message that it replies to
     */
    public ObjectNode toJson(String message) {
        ObjectNode object = JsonText.object().put("reply", reply).put("act", act.word());
        object.set("recognised", recognised.toJson(message));
        object.set("state", state.toJson());
        return object;
    }
}
