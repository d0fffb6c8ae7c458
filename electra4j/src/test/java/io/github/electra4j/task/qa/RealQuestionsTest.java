package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.evaluate.SquadRules;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SQuAD's files, where they are; counts from the data's own description and from Python's json. */
class RealQuestionsTest {
    private static Path data;

    @BeforeAll
    static void find() {
        data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"));
        assumeTrue(Files.isDirectory(data.resolve("squad")), "no shared data");
    }

    @Test
    void squad_allFiles_haveTheirQuestions() throws IOException {
        List<Question> train = QuestionReader.readAll(data.resolve("squad/train-v1.1.json"));
        assertThat(train).hasSize(87_433);
        assertThat(train).allSatisfy(question -> assertThat(
                        AnswerStarts.fault(question.knownAnswers().get(0), question.context()))
                .isNull());
        assertThat(QuestionReader.readAll(data.resolve("squad/dev-v1.1.json"))).hasSize(10_570);
        List<Question> second = QuestionReader.readAll(data.resolve("squad/dev-v2.0.json"));
        assertThat(second).hasSize(11_873);
        assertThat(second.stream().filter(question -> question.knownAnswers().isEmpty()))
                .hasSize(5_945);
    }

    /** What is learned, read back through the tokens' places in the context, is the answer: the best that a perfect model can reach. */
    @Test
    void targets_ofDev_areTheAnswers() throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(
                Vocabulary.load(data.resolve("vocab/bert-uncased-vocab.txt")), TokenizerOptions.uncased());
        QuestionWindows cutter = new QuestionWindows(QuestionSettings.PUBLISHED, AnswerStarts.REFUSE, false);
        int right = 0;
        int held = 0;
        List<Question> dev = QuestionReader.readAll(data.resolve("squad/dev-v1.1.json"));
        for (Question question : dev) {
            for (QuestionWindow window : cutter.of(question, tokenizer, 384)) {
                TokenSpan target = window.target();
                if (target != null && !target.equals(TokenSpan.NONE)) {
                    held++;
                    int shift = window.first() - window.firstLength();
                    String text = question.context()
                            .substring(
                                    window.context().starts()[target.start() + shift],
                                    window.context().ends()[target.end() + shift]);
                    right += (int) SquadRules.SQUAD_1_1
                            .score(question.answerTexts(), text)
                            .exact();
                    break;
                }
            }
        }
        assertThat(held).isEqualTo(dev.size());
        // An answer that begins or ends inside a word ("Roman" in "Romanian", 57 of 10,570) cannot be given by whole
        // pieces.
        assertThat(right).isGreaterThan(dev.size() * 99 / 100);
    }
}
