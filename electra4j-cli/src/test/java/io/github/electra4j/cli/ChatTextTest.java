package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.dialogue.DialogueState;
import io.github.electra4j.dialogue.PassageAnswer;
import io.github.electra4j.dialogue.Recognised;
import io.github.electra4j.dialogue.Turn;
import org.junit.jupiter.api.Test;

class ChatTextTest {
    @Test
    void answerOfTwoLines_toAMessageThatWasCut_isShownOnOne() {
        PassageAnswer answer = new PassageAnswer("the head\n  of it", 0.5, "a.pdf", 4, 18, "By the head\n  of it.", 0);
        Turn turn = new Turn(
                Turn.Act.ANSWER, answer.text(), Recognised.NOTHING.with(answer).withCut(true), DialogueState.EMPTY);

        assertThat(ChatText.of("who?", turn))
                .isEqualTo(
                        "answer; answer \"the head of it\" of a.pdf:4-18 0.50; cut, since it is too long for a model");
    }
}
