package io.github.electra4j.dialogue;

import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bicycle shop, and what models might say of messages to it. */
final class MadeDialogue {
    static final String SHOP = """
            models:
              intent: intents
              slots: tags
              replies: choices
            confidence:
              intent: 0.6
              out_of_scope: 0.3
              slot: 0.5
              reply: 0.4
            unsure:
              question: Do you want to {first}, or to {second}?
              hand_over: Ada will call you.
              hand_over_after: 2
            intents:
              hours:
                means: know when we are open
                reply: [From nine to six., 'Until six, as I said.']
              repair:
                means: bring a bicycle
                slots:
                  part: What is broken?
                  day: When do you come?
                reply: We mend the {part} on {day}.
              talk:
                from: replies
            otherwise: []
            replies:
              - I am well.
              - It rains.
            speakers: {user: 'f : ', house: 'm : '}
            """;

    /** Labels of the classifier; the last is no intent of the dialogue. */
    static final List<String> LABELS = List.of("hours", "repair", "talk", "oos");

    private MadeDialogue() {}

    static Dialogue shop(Path folder) throws IOException {
        return read(folder, SHOP);
    }

    static Dialogue read(Path folder, String yaml) throws IOException {
        return Dialogue.read(Files.writeString(folder.resolve("shop.yaml"), yaml));
    }

    /** The classifier's probabilities in the order of {@link #LABELS}. */
    static Recognised intents(double... probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return Recognised.NOTHING.with(new ClassPrediction(best, LABELS.get(best), probabilities), LABELS);
    }

    /** A part of a message that the tagger is this sure of. */
    static TaggedSpan span(String message, String label, String text, double probability) {
        int start = message.indexOf(text);
        return new TaggedSpan(start, start + text.length(), label, text, probability);
    }

    static Recognised selected(Recognised recognised, Dialogue dialogue, double... probabilities) {
        return recognised.with(new Choice(0, probabilities), dialogue.replies());
    }
}
