package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerStartsTest {
    // Two characters beyond the basic plane, each one code point and two UTF-16 units.
    private static final String CONTEXT = "\uD835\uDC00\uD835\uDC01 Rome, and Rome again";

    @Test
    void find_startInCodePoints_isUnitOfTheString() {
        assertThat(AnswerStarts.REFUSE.find(new GoldAnswer("Rome", 3), CONTEXT)).isEqualTo(5);
        assertThat(AnswerStarts.fault(new GoldAnswer("Rome", 3), CONTEXT)).isNull();
        assertThat(AnswerStarts.fault(new GoldAnswer("\uD835\uDC01", 1), CONTEXT))
                .isNull();
    }

    @Test
    void find_wrongStart_isTheNearestOccurrenceWhereItIsRepaired() {
        assertThat(AnswerStarts.REPAIR.find(new GoldAnswer("Rome", 11), CONTEXT))
                .isEqualTo(15);
        assertThat(AnswerStarts.REPAIR.find(new GoldAnswer("Rome", 999), CONTEXT))
                .isEqualTo(15);
        assertThat(AnswerStarts.REPAIR.find(new GoldAnswer("Rome", GoldAnswer.UNSAID), CONTEXT))
                .isEqualTo(5);
        assertThat(AnswerStarts.REPAIR.find(new GoldAnswer("Nero", 0), CONTEXT)).isEqualTo(-1);
        assertThat(AnswerStarts.LEAVE_OUT.find(new GoldAnswer("Rome", 11), CONTEXT))
                .isEqualTo(-1);
    }

    @Test
    void fault_wrongStart_saysWhatIsThereAndWhereTheAnswerIs() {
        assertThat(AnswerStarts.fault(new GoldAnswer("Rome", 5), CONTEXT))
                .isEqualTo("the answer \"Rome\" does not stand at 5, where the context has \"me, and Rome again\";"
                        + " it stands at 3, 13");
        assertThat(AnswerStarts.fault(new GoldAnswer("Nero", 99), CONTEXT))
                .isEqualTo("the answer \"Nero\" starts at 99, and the context has 23 characters;"
                        + " it stands nowhere in the context");
        assertThat(AnswerStarts.fault(new GoldAnswer("a", GoldAnswer.UNSAID), "a a a a a a a"))
                .isEqualTo("the answer \"a\" has no start; it stands at 0, 2, 4, 6, 8 and 2 more places");
    }
}
