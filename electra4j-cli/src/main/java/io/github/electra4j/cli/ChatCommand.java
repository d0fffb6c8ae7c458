package io.github.electra4j.cli;

import io.github.electra4j.dialogue.Conversation;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.DialogueModels;
import io.github.electra4j.dialogue.DialogueState;
import io.github.electra4j.dialogue.Turn;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.progress.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code electra chat}: a dialogue file and messages in, replies and what was recognised out. */
@Command(
        name = "chat",
        header = "A conversation by a file that declares intents, slots and replies.",
        description = {
            "Replies to each line of standard input, and shows below it what the models recognised and how sure they are: the intent, the"
                    + " slots with their places, the reply that was selected, the answer with its document. What is not sure becomes a question back, and then a hand-over;"
                    + " nothing is said that does not stand in the file. Ctrl-D ends.%n",
            "The file names the models, which `electra finetune` makes: of classification for intents, of tagging for slots, of choice for"
                    + " replies that are selected. docs/dialogue.md shows one from the first line to the conversation."
        },
        footer = {
            "%nExamples:",
            "  electra chat docs/dialogue/shop.yaml",
            "  electra chat docs/dialogue/shop.yaml --json < messages.txt > turns.jsonl",
            "  electra serve --dialogue docs/dialogue/shop.yaml                     the same as a service, and on its page",
            "%nKeys of --json: message, reply, act (reply, selected, answer, ask_slot, ask_intent, hand_over), recognised, state."
        })
final class ChatCommand implements Callable<Integer> {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    @Parameters(paramLabel = "DIALOGUE", description = "The file, YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "A line of JSON for each turn, with all that was recognised and the state.")
    private boolean json;

    @Option(names = "--brief", description = "Replies alone, without what was recognised.")
    private boolean brief;

    @Option(names = "--lenient", description = "Replace broken UTF-8 by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        boolean seen = Terminal.showsOutput() && !json;
        boolean typed = seen && Terminal.readsInput();
        Dialogue dialogue = Dialogue.read(file);
        try (ReadDocuments documents = ReadDocuments.of(dialogue.documents());
                DialogueModels models = DialogueModels.load(dialogue, documents)) {
            if (typed) {
                common.say("electra: type a message; Ctrl-D ends");
            }
            InputLines lines = new InputLines(System.in, "standard input", lenient);
            DialogueState state = DialogueState.EMPTY;
            long line = 0;
            while (true) {
                if (typed) {
                    System.out.print("> ");
                    System.out.flush();
                }
                List<String> portion = lines.portion();
                if (portion.isEmpty()) {
                    break;
                }
                for (String message : portion) {
                    line++;
                    if (!message.isBlank() && isSayable(message, typed, line)) {
                        Turn turn = models.turn(state, message);
                        print(message, turn, seen);
                        state = turn.state();
                    }
                }
            }
            if (typed) {
                System.out.println();
            }
        }
        return 0;
    }

    /** Whether a message can be answered; who types one that cannot goes on with another. */
    private static boolean isSayable(String message, boolean typed, long line) {
        String fault = Conversation.faultOf(message);
        if (fault != null && !typed) {
            throw new IllegalArgumentException("standard input:" + line + ": the message " + fault);
        }
        if (fault != null) {
            System.err.println("electra: the message " + fault);
        }
        return fault == null;
    }

    private void print(String message, Turn turn, boolean seen) throws IOException {
        if (json) {
            var line = JsonText.object().put("message", message);
            line.setAll(turn.toJson(message));
            System.out.println(JsonText.compact(line));
        } else {
            System.out.println(turn.reply());
            if (!brief) {
                String recognised = "  " + ChatText.of(message, turn);
                System.out.println(seen ? DIM + recognised + PLAIN : recognised);
            }
        }
        StandardOutput.check();
    }
}
