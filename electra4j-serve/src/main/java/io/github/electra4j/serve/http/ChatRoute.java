package io.github.electra4j.serve.http;

import io.github.electra4j.dialogue.Conversation;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.DialogueState;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.task.JsonRow;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/chat}: a message and the state that came with the last reply; the next reply, what was recognised and the new state. The
 * server keeps nothing of a conversation.
 */
final class ChatRoute implements Handler {
    private static final String MESSAGE = "message";
    private static final String STATE = "state";

    private final @Nullable Dialogue dialogue;
    private final Desk desk;
    private final @Nullable Ask documents;

    /**
     * The route of a dialogue, or of none.
     *
     * @param documents of the dialogue, or null
     */
    ChatRoute(@Nullable Dialogue dialogue, @Nullable Ask documents, Desk desk) {
        this.dialogue = dialogue;
        this.desk = desk;
        this.documents = documents;
    }

    /** {@code GET /v1/chat}: whether there is a dialogue, and what it is for. */
    void describe(Context context) {
        ObjectNode body = JsonText.object().put("available", dialogue != null);
        ArrayNode intents = body.putArray("intents");
        if (dialogue != null) {
            dialogue.intents().values().forEach(intent -> {
                ObjectNode object =
                        intents.addObject().put("intent", intent.name()).put("means", intent.means());
                ArrayNode slots = object.putArray("slots");
                intent.slots().forEach(slot -> slots.add(slot.name()));
            });
        }
        Answers.json(context, body);
    }

    @Override
    public void handle(Context context) {
        if (dialogue == null) {
            throw new Problem(
                            HttpStatus.NOT_FOUND_404,
                            "no-dialogue",
                            "no dialogue is served here; the server must be started with --dialogue FILE")
                    .exception();
        }
        JsonRow request = desk.request(context);
        RequestObject.onlyKeys(request, Set.of(MESSAGE, STATE));
        Conversation conversation = RequestObject.checked(() -> read(request, dialogue));
        Answers.later(
                context,
                desk.writers(),
                ClientWatch.over(new ChatTurn(desk, documents, conversation).start(), context.req()),
                turn -> Answers.json(context, turn.toJson(conversation.message())));
    }

    private static Conversation read(JsonRow request, Dialogue dialogue) {
        String message = request.text(MESSAGE);
        String fault = Conversation.faultOf(message);
        if (fault != null) {
            throw request.wrong(MESSAGE, fault);
        }
        DialogueState state =
                request.has(STATE) ? DialogueState.of(request.object(STATE), dialogue) : DialogueState.EMPTY;
        return new Conversation(dialogue, state, message);
    }
}
