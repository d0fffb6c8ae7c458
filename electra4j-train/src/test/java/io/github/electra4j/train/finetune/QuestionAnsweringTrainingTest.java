package io.github.electra4j.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.Electra;
import io.github.electra4j.checkpoint.Provenance.DataFile;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.qa.GoldAnswer;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.inference.FixtureModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that a tiny random network learns by heart. */
class QuestionAnsweringTrainingTest extends FineTuningFixture {
    /** Six questions of one batch, of contexts in one window and in several; the last has no answer. */
    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            StringBuilder context = new StringBuilder();
            int length = i % 2 == 0 ? 6 : 31;
            for (int w = 0; w < length; w++) {
                context.append(FixtureModels.word(20 + (7 * i + 5 * w) % 70)).append(' ');
            }
            String text = context.toString().strip();
            int start = text.indexOf(' ', text.length() / 2) + 1;
            String answer = text.substring(start, text.indexOf(' ', start));
            List<GoldAnswer> answers = i == 5 ? List.of() : List.of(new GoldAnswer(answer, start));
            questions.add(new Question(
                    "q" + i, FixtureModels.word(10 + i), text, answers, Path.of("questions.jsonl"), i + 1, ""));
        }
        return questions;
    }

    private FineTuning fineTuning(String head, Fitting fitting) throws IOException {
        QuestionAnswering task = QuestionAnswering.of(
                questions(),
                new TaskOptions(
                        Map.of("head", head, "max_question_length", "2", "doc_stride", "9", "max_answer_length", "3")));
        Path file =
                Files.writeString(folder.resolve("questions.jsonl"), questions().toString());
        FineTuningData data =
                FineTuningData.of(task, Columns.FIXED, questions(), questions(), List.of(DataFile.of(file)));
        FineTuningConfig config =
                new FineTuningConfig(5e-3, 1, 0, 0.1, 32, 60, 20, Head.Form.HUGGINGFACE, Head.Pooling.CLS, 0, false);
        FineTuningPlan plan = new FineTuningPlan(
                config, List.of(5e-3), List.of(1L), false, Selection.DEV, 0.2, "f1", false, 0, false);
        return fineTuning("qa", data, plan.withFitting(fitting));
    }

    @Test
    void temperatureOfAnswers_isRefusedBeforeAnythingIsWritten() throws IOException {
        FineTuning wrong = fineTuning("huggingface", new Fitting(null, null, Boolean.TRUE));

        assertThatThrownBy(wrong::run)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("the answers of qa have no probabilities of classes to calibrate; leave it out");
        assertThat(folder.resolve("qa")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "joint"})
    void oneBatch_isLearnedByHeart_andAnsweredFromTheDirectory(String head) throws IOException {
        FineTuningOutcome outcome = fineTuning(head, Fitting.NONE).run();
        assertThat(outcome.keptTrial().losses().get(59)).isLessThan(0.05);
        assertThat(outcome.keptTrial().dev().figure("exact")).isEqualTo(1);
        assertThat(outcome.remarks())
                .anyMatch(remark -> remark.startsWith("chosen and kept with the model: no_answer_threshold = ")
                        && remark.endsWith("by the dev rows themselves, so that their figures flatter the model"));
        try (Electra electra = Electra.load(folder.resolve("qa"))) {
            for (Question question : questions()) {
                QuestionAnswer answer = electra.answer(question.question(), question.context());
                List<GoldAnswer> gold = question.knownAnswers();
                assertThat(answer.answered()).isEqualTo(!gold.isEmpty());
                if (answer.answered()) {
                    assertThat(answer.text()).isEqualTo(gold.get(0).text());
                    assertThat(answer.best().get(0).start())
                            .isEqualTo(gold.get(0).start());
                }
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> electra.answer("who", " "))
                    .withMessageStartingWith("the context is empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> electra.classify("who"))
                    .withMessageContaining("this model is for qa");
        }
    }
}
