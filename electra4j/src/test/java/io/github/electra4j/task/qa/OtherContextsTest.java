package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherContextsTest {
    private static Question question(int article, int paragraph, String answer, String context) {
        String path = "data[" + article + "].paragraphs[" + paragraph + "].qas[0].";
        return new Question(
                article + "-" + paragraph,
                "What is it?",
                context,
                List.of(new GoldAnswer(answer, 0)),
                Path.of("train.json"),
                1,
                path);
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (int article = 0; article < 5; article++) {
            for (int paragraph = 0; paragraph < 40; paragraph++) {
                String word = "w" + article + "x" + paragraph % 20 + "y";
                questions.add(question(article, paragraph, word, word + " stands in paragraph " + paragraph));
            }
        }
        return questions;
    }

    @Test
    void added_all_askOfTheSameArticleWithoutTheAnswer() {
        List<Question> questions = questions();
        List<Question> added = OtherContexts.added(questions, 1);
        assertThat(added).hasSize(400).startsWith(questions.toArray(Question[]::new));
        for (int i = 0; i < 200; i++) {
            Question question = questions.get(i);
            Question made = added.get(200 + i);
            assertThat(made.id()).isEqualTo(question.id() + "#other-context");
            assertThat(OtherContexts.isMade(made)).isTrue();
            assertThat(made.answers()).isEmpty();
            assertThat(made.question()).isEqualTo(question.question());
            assertThat(made.context())
                    .startsWith("w" + i / 40 + "x")
                    .doesNotContain(question.answerTexts().get(0));
        }
    }

    @Test
    void added_aShare_isThatShareAndAlwaysTheSame() {
        List<Question> added = OtherContexts.added(questions(), 0.5);
        // 200 draws of one half: a standard deviation of 7.
        assertThat(added.size() - 200).isBetween(72, 128);
        assertThat(OtherContexts.added(questions(), 0.5)).isEqualTo(added);
    }

    @Test
    void added_whereEveryContextHasTheAnswer_isNothing() {
        List<Question> questions = List.of(question(0, 0, "x", "x a"), question(0, 1, "x", "x b"));
        assertThat(OtherContexts.added(questions, 1)).isEqualTo(questions);
    }
}
