package io.github.electra4j.cli;

import io.github.electra4j.dialogue.PassageAnswer;
import io.github.electra4j.dialogue.Recognised;
import io.github.electra4j.dialogue.Recognised.Guess;
import io.github.electra4j.dialogue.Turn;
import io.github.electra4j.task.CodePoints;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was recognised in a message, on one line for people. */
final class ChatText {
    private static final int INTENTS = 2;

    private ChatText() {}

    static String of(String message, Turn turn) {
        Recognised recognised = turn.recognised();
        List<String> parts = new ArrayList<>();
        parts.add(turn.act().word().replace('_', ' '));
        List<String> intents = new ArrayList<>();
        for (Guess guess : recognised
                .intents()
                .subList(0, Math.min(INTENTS, recognised.intents().size()))) {
            intents.add(sure(guess.intent(), guess.probability()));
        }
        if (!intents.isEmpty()) {
            boolean other = !recognised.intents().get(0).intent().equals(recognised.said());
            parts.add(
                    "intent " + (other ? recognised.said() + " by its threshold, " : "") + String.join(", ", intents));
        }
        CodePoints places = CodePoints.of(message);
        for (TaggedSpan span : recognised.slots()) {
            parts.add(sure(
                    span.label() + " \"" + span.text() + "\" " + places.before(span.start()) + "-"
                            + places.before(span.end()),
                    span.probability()));
        }
        if (recognised.selected() != null) {
            parts.add(sure(
                    "selected \"" + recognised.selected().reply() + "\"",
                    recognised.selected().probability()));
        }
        PassageAnswer answer = recognised.answer();
        if (answer != null) {
            parts.add(sure(
                    "answer \"" + answer.text() + "\" of " + answer.file() + ":" + answer.start() + "-" + answer.end(),
                    answer.confidence()));
        }
        if (recognised.cut()) {
            parts.add("cut, since it is too long for a model");
        }
        // Answers and replies may have lines of their own.
        return String.join("; ", parts).replaceAll("\\s+", " ");
    }

    private static String sure(String what, double probability) {
        return String.format(Locale.ROOT, "%s %.2f", what, probability);
    }
}
