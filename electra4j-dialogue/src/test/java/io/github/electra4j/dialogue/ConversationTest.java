package io.github.electra4j.dialogue;

import static io.github.electra4j.dialogue.MadeDialogue.intents;
import static io.github.electra4j.dialogue.MadeDialogue.selected;
import static io.github.electra4j.dialogue.MadeDialogue.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.dialogue.DialogueState.Exchange;
import io.github.electra4j.dialogue.Turn.Act;
import io.github.electra4j.task.TextTask.ClassPrediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of conversations, with made-up words of models. */
class ConversationTest {
    private static final Recognised HOURS = intents(0.9, 0.05, 0.03, 0.02);
    private static final Recognised REPAIR = intents(0.05, 0.9, 0.03, 0.02);
    private static final Recognised TALK = intents(0.05, 0.05, 0.88, 0.02);
    private static final Recognised UNSURE = intents(0.45, 0.5, 0.03, 0.02);
    private static final Recognised OUTSIDE = intents(0.1, 0.1, 0.1, 0.7);

    @TempDir
    private Path folder;

    private Dialogue shop = new Dialogue(
            new ModelFolders(Map.of()),
            null,
            Map.of(),
            List.of(),
            List.of(),
            Confidence.STANDARD,
            Wording.STANDARD,
            new Dialogue.Speakers("", ""));

    @BeforeEach
    void read() throws IOException {
        shop = MadeDialogue.shop(folder);
    }

    private Turn turn(DialogueState state, String message, Recognised recognised) {
        return new Conversation(shop, state, message).turn(recognised);
    }

    private Turn first(String message, Recognised recognised) {
        return turn(DialogueState.EMPTY, message, recognised);
    }

    @Test
    void intent_thatIsSure_isAnsweredByTheFile() {
        Turn turn = first("When?", HOURS);

        assertThat(turn.act()).isEqualTo(Act.REPLY);
        assertThat(turn.reply()).isEqualTo("From nine to six.");
        assertThat(turn.state().turns()).containsExactly(new Exchange("When?", "From nine to six."));
        assertThat(turn.state().pending()).isNull();
    }

    @Test
    void intent_askedAgain_isAnsweredInOtherWords() {
        Turn again = turn(first("When?", HOURS).state(), "When again?", HOURS);

        assertThat(again.reply()).isEqualTo("Until six, as I said.");
        assertThat(turn(again.state(), "When?", HOURS).reply()).isEqualTo("From nine to six.");
    }

    @Test
    void intent_thatIsUnsure_isAskedBackWithTheTwoLikeliest() {
        Turn turn = first("hm", UNSURE);

        assertThat(turn.act()).isEqualTo(Act.ASK_INTENT);
        assertThat(turn.reply()).isEqualTo("Do you want to bring a bicycle, or to know when we are open?");
        assertThat(turn.state().pending()).isEqualTo(new Pending.Which(List.of("repair", "hours")));
        assertThat(turn.state().unsure()).isEqualTo(1);
    }

    @Test
    void questionBack_answeredYes_isTheFirst() {
        DialogueState asked = first("hm", UNSURE).state();

        for (String yes : List.of("Yes!", "1", "bring a bicycle", "Repair")) {
            Turn turn = turn(asked, yes, UNSURE);

            assertThat(turn.act()).as(yes).isEqualTo(Act.ASK_SLOT);
            assertThat(turn.reply()).isEqualTo("What is broken?");
            assertThat(turn.state().unsure()).isZero();
        }
    }

    @Test
    void questionBack_answeredByTheSecond_isTheSecond() {
        DialogueState asked = first("hm", UNSURE).state();

        for (String second : List.of("2", "know when we are open.", "hours")) {
            assertThat(turn(asked, second, UNSURE).reply()).as(second).isEqualTo("From nine to six.");
        }
    }

    @Test
    void questionBack_answeredByAnotherIntent_followsIt() {
        Turn turn = turn(first("hm", UNSURE).state(), "When are you open?", HOURS);

        assertThat(turn.reply()).isEqualTo("From nine to six.");
        assertThat(turn.state().unsure()).isZero();
    }

    @Test
    void questionBack_answeredNo_isHandedOver() {
        Turn turn = turn(first("hm", UNSURE).state(), "No.", UNSURE);

        assertThat(turn.act()).isEqualTo(Act.HAND_OVER);
        assertThat(turn.reply()).isEqualTo("Ada will call you.");
        assertThat(turn.state().pending()).isNull();
    }

    @Test
    void questionBack_answeredInOtherLetters_isUnderstood() throws IOException {
        shop = MadeDialogue.read(
                folder, MadeDialogue.SHOP.replace("unsure:\n", "unsure:\n  yes: [yes]\n  no: [hayır, n\u00F6]\n"));
        DialogueState asked = first("hm", UNSURE).state();

        for (String no : List.of("hayır", "HAYIR", "Hayır.", "no\u0308", "NÖ!")) {
            assertThat(turn(asked, no, UNSURE).act()).as(no).isEqualTo(Act.HAND_OVER);
        }
        assertThat(turn(asked, "\uFF12", UNSURE).reply()).isEqualTo("From nine to six.");
    }

    @Test
    void questionBack_answeredByASign_isWhatTheFileSaysOfThisSignAlone() throws IOException {
        shop = MadeDialogue.read(
                folder, MadeDialogue.SHOP.replace("unsure:\n", "unsure:\n  yes: [yes, \"👍\"]\n  no: [no, \"👎\"]\n"));
        DialogueState asked = first("hm", UNSURE).state();

        for (String yes : List.of("👍", " 👍\uFE0F", "yes 👍", "Yes ✔\uFE0F")) {
            assertThat(turn(asked, yes, HOURS).reply()).as(yes).isEqualTo("What is broken?");
        }
        assertThat(turn(asked, "👎", HOURS).act()).isEqualTo(Act.HAND_OVER);
        for (String other : List.of("?", "...", "❤\uFE0F", "\uFE0F")) {
            assertThat(turn(asked, other, HOURS).reply()).as(other).isEqualTo("From nine to six.");
        }
    }

    @Test
    void unsure_twiceInARow_isHandedOver() {
        Turn turn = turn(first("hm", UNSURE).state(), "hm hm", UNSURE);

        assertThat(turn.act()).isEqualTo(Act.HAND_OVER);
        assertThat(turn.state().unsure()).isZero();
    }

    @Test
    void slot_thatIsMissing_isAskedFor() {
        String message = "My chain is broken";
        Turn turn = first(message, REPAIR.with(List.of(span(message, "part", "chain", 0.9))));

        assertThat(turn.act()).isEqualTo(Act.ASK_SLOT);
        assertThat(turn.reply()).isEqualTo("When do you come?");
        assertThat(turn.state().slots()).containsExactly(Map.entry("part", "chain"));
        assertThat(turn.state().pending()).isEqualTo(new Pending.Missing("repair", "day"));
    }

    @Test
    void slot_filledByALaterTurn_completesTheIntent() {
        Turn asked = first("repair", REPAIR);
        String chain = "the chain";
        Turn next = turn(asked.state(), chain, UNSURE.with(List.of(span(chain, "part", "chain", 0.9))));
        String monday = "on Monday";

        Turn last = turn(next.state(), monday, OUTSIDE.with(List.of(span(monday, "day", "Monday", 0.8))));

        assertThat(next.reply()).isEqualTo("When do you come?");
        assertThat(last.act()).isEqualTo(Act.REPLY);
        assertThat(last.reply()).isEqualTo("We mend the chain on Monday.");
        assertThat(last.state().slots()).as("used").isEmpty();
    }

    @Test
    void slots_ofOneMessage_areAllTaken_theSurestOfEach() {
        String message = "the chain, or the bell, on Monday";
        Turn turn = first(
                message,
                REPAIR.with(List.of(
                        span(message, "part", "chain", 0.6),
                        span(message, "part", "bell", 0.9),
                        span(message, "day", "Monday", 0.8))));

        assertThat(turn.reply()).isEqualTo("We mend the bell on Monday.");
    }

    @Test
    void slot_belowItsConfidence_orOfNoIntent_isNotTaken() {
        String message = "the chain at the Rhine";
        Turn turn = first(
                message,
                REPAIR.with(List.of(span(message, "part", "chain", 0.49), span(message, "place", "Rhine", 0.99))));

        assertThat(turn.reply()).isEqualTo("What is broken?");
        assertThat(turn.state().slots()).isEmpty();
    }

    @Test
    void slotQuestion_notAnswered_isAskedAgainThenHandedOver() {
        DialogueState asked = first("repair", REPAIR).state();

        Turn again = turn(asked, "hm", UNSURE);
        Turn last = turn(again.state(), "hm", OUTSIDE);

        assertThat(again.act()).isEqualTo(Act.ASK_SLOT);
        assertThat(again.reply()).isEqualTo("What is broken?");
        assertThat(last.act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void slotQuestion_namesWhatIsKnown() throws IOException {
        shop = MadeDialogue.read(
                folder, MadeDialogue.SHOP.replace("When do you come?", "\"When do you bring the {part}?\""));
        String chain = "the chain";

        Turn asked = first(chain, REPAIR.with(List.of(span(chain, "part", "chain", 0.9))));

        assertThat(asked.reply()).isEqualTo("When do you bring the chain?");
        assertThat(turn(asked.state(), "hm", UNSURE).reply()).isEqualTo("When do you bring the chain?");
    }

    /** Whoever takes back what was said before has been understood. */
    @Test
    void slotQuestion_answeredByACorrection_isAskedAndNotCountedAsUnsure() {
        String chain = "the chain";
        DialogueState asked = first(chain, REPAIR.with(List.of(span(chain, "part", "chain", 0.9))))
                .state();
        String bell = "no, the bell";

        Turn corrected = turn(asked, bell, OUTSIDE.with(List.of(span(bell, "part", "bell", 0.9))));
        Turn again = turn(corrected.state(), bell, OUTSIDE.with(List.of(span(bell, "part", "bell", 0.9))));

        assertThat(corrected.reply()).isEqualTo("When do you come?");
        assertThat(corrected.state().slots()).containsExactly(Map.entry("part", "bell"));
        assertThat(corrected.state().unsure()).isZero();
        assertThat(again.act()).isEqualTo(Act.ASK_SLOT);
        assertThat(again.state().unsure()).as("nothing new").isEqualTo(1);
        assertThat(turn(asked, bell, HOURS.with(List.of(span(bell, "part", "bell", 0.9))))
                        .reply())
                .isEqualTo("From nine to six.");
    }

    @Test
    void slotQuestion_answeredByAnotherIntentThatIsSure_followsIt() {
        Turn turn = turn(first("repair", REPAIR).state(), "When are you open?", HOURS);

        assertThat(turn.reply()).isEqualTo("From nine to six.");
        assertThat(turn.state().pending()).isNull();
    }

    @Test
    void value_withBraces_staysAsItIs() {
        String message = "the {day} on $1";
        Turn turn = first(
                message, REPAIR.with(List.of(span(message, "part", "{day}", 0.9), span(message, "day", "$1", 0.9))));

        assertThat(turn.reply()).isEqualTo("We mend the {day} on $1.");
    }

    @Test
    void outOfScope_byALabelThatIsNoIntent_isHandedOver() {
        assertThat(first("What is the capital of Peru?", OUTSIDE).act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void slotsOfAMessageThatIsHandedOver_andThoseBeforeIt_areNotKeptForTheNextRequest() {
        String chain = "the chain";
        DialogueState asked = first(chain, REPAIR.with(List.of(span(chain, "part", "chain", 0.9))))
                .state();
        DialogueState unsure = turn(asked, "hm", UNSURE).state();
        String election = "Who won the election on Sunday?";

        Turn alone = first(election, OUTSIDE.with(List.of(span(election, "day", "Sunday", 0.9))));
        Turn inTheMiddle = turn(unsure, "no, sorry", OUTSIDE);

        for (Turn handedOver : List.of(alone, inTheMiddle)) {
            assertThat(handedOver.act()).isEqualTo(Act.HAND_OVER);
            assertThat(handedOver.state().slots()).isEmpty();
            assertThat(turn(handedOver.state(), "repair", REPAIR).reply()).isEqualTo("What is broken?");
        }
    }

    @Test
    void outOfScope_byTheModelsThreshold_isHandedOver() {
        Recognised declined = Recognised.NOTHING.with(
                new ClassPrediction(3, "oos", new double[] {0.8, 0.1, 0.05, 0.05}), MadeDialogue.LABELS);

        assertThat(first("hm", declined).act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void outOfScope_byConfidence_isHandedOver() {
        assertThat(first("hm", intents(0.28, 0.26, 0.24, 0.22)).act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void reply_isSelectedFromTheList() {
        Conversation conversation = new Conversation(shop, first("When?", HOURS).state(), "How are you?");

        assertThat(conversation.sources(TALK)).containsExactly(Source.REPLIES);
        assertThat(conversation.context()).isEqualTo("f : When?\nm : From nine to six.\nf : How are you?");
        assertThat(conversation.options()).containsExactly("m : I am well.", "m : It rains.");
        Turn turn = conversation.turn(selected(TALK, shop, 0.3, 0.7));
        assertThat(turn.act()).isEqualTo(Act.SELECTED);
        assertThat(turn.reply()).isEqualTo("It rains.");
    }

    @Test
    void reply_belowItsConfidence_orNotLookedFor_isHandedOver() throws IOException {
        shop = MadeDialogue.read(folder, MadeDialogue.SHOP.replace("reply: 0.4", "reply: 0.8"));

        assertThat(first("How?", selected(TALK, shop, 0.3, 0.7)).act()).isEqualTo(Act.HAND_OVER);
        assertThat(first("How?", TALK).act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void intent_withAReplyOfItsOwn_looksNowhere() {
        assertThat(new Conversation(shop, DialogueState.EMPTY, "When?").sources(HOURS))
                .isEmpty();
        assertThat(first("When?", selected(HOURS, shop, 0.1, 0.9)).reply()).isEqualTo("From nine to six.");
    }

    @Test
    void otherwise_ofReplies_isAskedForMessagesOfNoIntent() throws IOException {
        shop = MadeDialogue.read(folder, MadeDialogue.SHOP.replace("otherwise: []", "otherwise: replies"));

        assertThat(new Conversation(shop, DialogueState.EMPTY, "Peru?").sources(OUTSIDE))
                .containsExactly(Source.REPLIES);
        assertThat(first("Peru?", selected(OUTSIDE, shop, 0.9, 0.1)).reply()).isEqualTo("I am well.");
    }

    @Test
    void otherwise_ofDocumentsThenReplies_saysTheFirstThatIsSure() throws IOException {
        shop = MadeDialogue.read(
                folder,
                MadeDialogue.SHOP.replace(
                        "otherwise: []", "otherwise: [documents, replies]\ndocuments: {index: i, reader: r}"));
        PassageAnswer read = new PassageAnswer("Lima", 0.8, "peru.txt", 3, 7, "In Lima.", 0);
        PassageAnswer guessed = new PassageAnswer("Lima", 0.3, "peru.txt", 3, 7, "In Lima.", 0);

        assertThat(shop.documents()).isEqualTo(new DialogueDocuments(folder.resolve("i"), folder.resolve("r"), null));
        assertThat(new Conversation(shop, DialogueState.EMPTY, "Peru?").sources(OUTSIDE))
                .containsExactly(Source.DOCUMENTS, Source.REPLIES);
        Turn turn = first("Peru?", selected(OUTSIDE, shop, 0.9, 0.1).with(read));
        assertThat(turn.act()).isEqualTo(Act.ANSWER);
        assertThat(turn.reply()).isEqualTo("Lima");
        assertThat(turn.recognised().toJson("Peru?").path("answer").path("file").stringValue())
                .isEqualTo("peru.txt");
        assertThat(first("Peru?", selected(OUTSIDE, shop, 0.9, 0.1).with(guessed))
                        .act())
                .isEqualTo(Act.SELECTED);
        assertThat(first("Peru?", OUTSIDE.with(guessed)).act()).isEqualTo(Act.HAND_OVER);
        assertThat(first("Peru?", OUTSIDE).act()).isEqualTo(Act.HAND_OVER);
    }

    @Test
    void turns_keepTheLastFourAndNoMoreThanTheirEnds() {
        DialogueState state = DialogueState.EMPTY;
        for (int i = 0; i < 6; i++) {
            state = turn(state, "x".repeat(2000) + i, HOURS).state();
        }

        assertThat(state.turns()).hasSize(4);
        assertThat(state.turns().get(3).message()).hasSize(1000).endsWith("x5");
    }
}
