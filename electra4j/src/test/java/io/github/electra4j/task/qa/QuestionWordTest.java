package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionWordTest {
    @ParameterizedTest
    @CsvSource({
        "What is it?, what",
        "In which city was he born?, which",
        "Whose army won?, who",
        "How much money is it?, how many",
        "How many came and when?, how many",
        "How did it end?, how",
        "Name the city., other",
        "Somewhat old?, other",
    })
    void of_question_isItsFirstQuestionWord(String question, String word) {
        assertThat(QuestionWord.of(question)).isEqualTo(word);
        assertThat(QuestionWord.GROUPS).contains(word);
    }
}
