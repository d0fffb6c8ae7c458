package io.github.electra4j.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.dialogue.ModelFolders.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file declares, and what is said of one that is wrong. */
class DialogueFileTest {
    @TempDir
    private Path folder;

    @Test
    void file_declaresIntentsSlotsAndReplies() throws IOException {
        Dialogue shop = MadeDialogue.shop(folder);

        assertThat(shop.intents().keySet()).containsExactly("hours", "repair", "talk");
        assertThat(shop.intents().get("repair").slots())
                .containsExactly(new Slot("part", "What is broken?"), new Slot("day", "When do you come?"));
        assertThat(shop.intents().get("repair").place()).isEqualTo(folder.resolve("shop.yaml") + ":18");
        assertThat(shop.intents().get("talk").from()).isEqualTo(Source.REPLIES);
        assertThat(shop.intents().get("talk").means()).isEqualTo("talk");
        assertThat(shop.replies()).containsExactly("I am well.", "It rains.");
        assertThat(shop.confidence()).isEqualTo(new Confidence(0.6, 0.3, 0.5, 0.4, 0.5));
        assertThat(shop.models().of(Role.INTENT)).isEqualTo(folder.resolve("intents"));
        assertThat(shop.wording().yes()).contains("yes");
    }

    @Test
    void confidenceOfIntentsBelowTheUsualOneOfOutOfScope_lowersThatToo() throws IOException {
        Dialogue shop = MadeDialogue.read(
                folder, MadeDialogue.SHOP.replace("  intent: 0.6\n  out_of_scope: 0.3\n", "  intent: 0.1\n"));

        assertThat(shop.confidence().intent()).isEqualTo(0.1);
        assertThat(shop.confidence().outOfScope()).isEqualTo(0.1);
    }

    @Test
    void words_thatYamlTakesForTruth_areWords() throws IOException {
        Dialogue shop = MadeDialogue.read(
                folder, MadeDialogue.SHOP.replace("  hand_over_after: 2", "  yes: [yes, on]\n  no: no"));

        assertThat(shop.wording().yes()).containsExactly("yes", "on");
        assertThat(shop.wording().no()).containsExactly("no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  intent: 0.6'              | '  intent: 1.6'      | :6: intent is \"1.6\", expected a number from 0 to 1",
                "'  slot: 0.5'                | '  slots: 0.5'       | :8: slots is no key here; expected answer, intent, out_of_scope, reply, slot; did you mean slot?",
                "'  out_of_scope: 0.3'        | '  out_of_scope: 0.7'| :7: out_of_scope is 0.7, expected at most the 0.6 of intent",
                "'  hand_over_after: 2'       | '  hand_over_after: none' | :13: hand_over_after is \"none\", expected a whole number from 1 to 10",
                "'  hand_over_after: 2'       | '  no: [x, \"Yes!\"]' | :13: no has \"Yes!\", which means yes as well; take it out",
                "'  hand_over_after: 2'       | '  yes: [Nope]'      | :13: yes has \"nope\", which means no where the file has no list",
                "'{first}'                    | '{frist}'            | :11: question has {frist}, expected {first}, {second}",
                "'mend the {part}'            | 'mend the {prat}'    | :23: reply has {prat}, expected {day}, {part}",
                "'From nine to six.'          | '{day}'              | :17: reply[0] is a mapping, expected a text; put one",
                "'From nine to six.'          | '\"On {day}\"'       | :17: reply has {day}, expected no braces",
                "'What is broken?'            | '\"Is {day} broken?\"' | :21: part has {day}, expected no braces, since no slot is known before",
                "'When do you come?'          | '\"When, on {day}?\"' | :22: day has {day}, expected {part}",
                "'      part: What is broken?'| '      part:'        | :21: part is empty, expected a text",
                "'    from: replies'          | '    from: books'    | :25: from is \"books\", expected replies, documents",
                "'    from: replies'          | '    from: documents' | : documents is missing, expected an index and a reader",
                "'    from: replies'          | '    means: chat'    | :24: the intent talk has neither reply nor from",
                "'    from: replies'          | '    from: replies, reply: x' | :25: not YAML",
                "'  slots: tags'              | ''                   | : models.slots is missing, expected the folder of a tagging model",
                "'  replies: choices'         | ''                   | : models.replies is missing, expected the folder of a choice model",
                "'  - It rains.'              | ''                   | : replies are selected, and the list replies has 1",
                "'otherwise: []'              | 'intents: {}'        | :26: the key intents stands twice",
                "'models:'                    | 'models: ['          | not YAML",
            })
    void file_thatIsWrong_isToldOfByItsLine(String old, String wrong, String message) {
        assertThatThrownBy(() -> MadeDialogue.read(folder, MadeDialogue.SHOP.replace(old, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("shop.yaml").toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''       | is empty, expected a dialogue",
                "- a      | :1: the file is a list, expected keys with values",
                "hello    | :1: the file is \"hello\", expected keys with values",
                "? [a]    | :1: a key is a list, expected a word",
                "a: &x [*x] | :1: a is no key here",
                "replies: [a] | neither intents nor otherwise",
            })
    void file_thatIsNoDialogue_isRefused(String yaml, String message) {
        assertThatThrownBy(() -> MadeDialogue.read(folder, yaml)).hasMessageContaining(message);
    }

    @Test
    void model_thatDoesNotKnowAnIntent_isRefusedByItsLine() throws IOException {
        Dialogue shop = MadeDialogue.shop(folder);
        String file = folder.resolve("shop.yaml").toString();

        assertThatThrownBy(() -> shop.check(Role.INTENT, "classification", List.of("hours", "repairs", "talk")))
                .hasMessage(file + ":18: the intent repair is no label of the model of intent; did you mean repairs?;"
                        + " it knows hours, repairs, talk");
        assertThatThrownBy(() -> shop.check(Role.SLOTS, "tagging", List.of("O", "B-part", "I-part")))
                .hasMessageStartingWith(file + ":18: the slot day is no label of the model of slots");
        assertThatThrownBy(() -> shop.check(Role.REPLIES, "tagging", List.of()))
                .hasMessage(
                        folder.resolve("choices") + ": the model of replies is for tagging, expected one for choice");
        shop.check(Role.SLOTS, "tagging", List.of("O", "B-part", "I-part", "S-day"));
        shop.check(Role.REPLIES, "choice", List.of());
    }
}
