package io.github.electra4j.task.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.Fitting;
import io.github.electra4j.task.JsonRows;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class QuestionAnsweringTest {
    private static final Path FILE = Path.of("train.jsonl");
    private static final Question ANSWERED =
            row("{'question': 'Who?', 'context': 'by Nero', 'answers': [{'text': 'Nero', 'start': 3}]}");
    private static final Question UNANSWERED = row("{'question': 'Who?', 'context': 'by night', 'answers': []}");
    private static final Question MISPLACED =
            row("{'question': 'Who?', 'context': 'by Nero', 'answers': [{'text': 'Nero', 'start': 0}]}");

    private static Question row(String json) {
        return QuestionReader.ofRow(JsonRows.ofLine(json.replace('\'', '"'), FILE, 7), true);
    }

    private static TaskOptions options(String key, String value) {
        return new TaskOptions(Map.of(key, value));
    }

    private static QuestionAnswer said(Question question, String answer, double noAnswer, double threshold) {
        int start = question.context().indexOf(answer);
        FoundAnswer found = new FoundAnswer(answer, start, start + answer.length(), 2, 0.5);
        return new QuestionAnswer(question.context(), List.of(found), noAnswer, 0.25, noAnswer <= threshold);
    }

    @Test
    void remarks_ofBlankQuestions_countThem() {
        List<Question> rows = List.of(row("{'question': ' ', 'context': 'a b', 'answers': []}"), ANSWERED);
        assertThat(QuestionAnswering.of(rows, TaskOptions.NONE).remarks(rows))
                .containsExactly("1 of 2 questions are empty; the first stands at "
                        + rows.get(0).place());
    }

    @Test
    void of_questions_mayDeclineWhereOneHasNoAnswer() {
        assertThat(QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE).mayDecline())
                .isFalse();
        assertThat(QuestionAnswering.of(List.of(ANSWERED, UNANSWERED), TaskOptions.NONE)
                        .mayDecline())
                .isTrue();
    }

    @Test
    void of_misplacedAnswer_isRefusedUnlessSomethingElseIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionAnswering.of(List.of(MISPLACED), TaskOptions.NONE))
                .withMessage(
                        "train.jsonl:7: the answer \"Nero\" does not stand at 0, where the context has \"by Nero\";"
                                + " it stands at 3; correct the file, or choose --task-option wrong_starts=repair (the nearest"
                                + " place is learned) or wrong_starts=leave-out");
        QuestionAnswering repairing = QuestionAnswering.of(List.of(MISPLACED), options("wrong_starts", "repair"));
        assertThat(repairing.remarks(List.of(ANSWERED, MISPLACED)))
                .containsExactly(
                        "1 of 2 answers do not stand where their file says; the nearest place that has them is taken");
        QuestionAnswering leaving = QuestionAnswering.of(List.of(MISPLACED), options("wrong_starts", "leave-out"));
        assertThat(leaving.remarks(List.of(ANSWERED, MISPLACED)))
                .containsExactly(
                        "1 of 2 answers do not stand where their file says; nothing is learned of their questions");
    }

    @Test
    void prepared_madeUnanswerable_addsOnesWhereThereAreNone() {
        Question other =
                row("{'id': 2, 'question': 'Who?', 'context': 'by Otho', 'answers': [{'text': 'Otho', 'start': 3}]}");
        TaskOptions made = options("made_unanswerable", "1");
        assertThat(QuestionAnswering.KIND.prepared(List.of(ANSWERED, other), made))
                .hasSize(4)
                .last()
                .satisfies(question -> assertThat(question.context()).isEqualTo("by Nero"));
        assertThat(QuestionAnswering.KIND.prepared(List.of(ANSWERED, UNANSWERED), made))
                .containsExactly(ANSWERED, UNANSWERED);
        assertThat(QuestionAnswering.KIND.prepared(List.of(ANSWERED, other), TaskOptions.NONE))
                .hasSize(2);
    }

    @Test
    void of_unknownOption_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionAnswering.of(List.of(ANSWERED), options("stride", "3")))
                .withMessageStartingWith("task option stride: qa has doc_stride, max_question_length");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionAnswering.of(List.of(ANSWERED), options("wrong_starts", "mend")))
                .withMessage("task option wrong_starts: \"mend\", expected one of refuse, repair, leave-out");
    }

    @Test
    void restored_settings_areThoseKept() {
        QuestionAnswering task = QuestionAnswering.of(
                List.of(ANSWERED, UNANSWERED), new TaskOptions(Map.of("doc_stride", "9", "max_answer_length", "5")));
        QuestionAnswering tuned =
                task.tuned(List.of(UNANSWERED), List.of(said(UNANSWERED, "night", -1.5, 0)), Fitting.NONE);
        TaskSettings settings = new TaskSettings("qa", "", null, "", false, List.of(), 384, "cls", tuned.settings());
        QuestionAnswering restored = (QuestionAnswering) QuestionAnswering.KIND.restored(settings, "electra4j.json");
        assertThat(restored.mayDecline()).isTrue();
        assertThat(restored.threshold()).isEqualTo(-2.5);
        assertThat(restored.settings()).containsEntry("doc_stride", 9).containsEntry("max_answer_length", 5);
        TaskSettings damaged =
                new TaskSettings("qa", "", null, "", false, List.of(), 384, "cls", Map.of("doc_stride", 1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuestionAnswering.KIND.restored(damaged, "electra4j.json"))
                .withMessage(
                        "electra4j.json: extra.doc_stride: 1.5, expected a whole number; fine-tune the model again");
    }

    // By hand: both right at threshold 0.5; without the second declined, its answer is wrong.
    @Test
    void evaluate_withUnanswerable_followsTheThreshold() {
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED, UNANSWERED), TaskOptions.NONE);
        List<Question> rows = List.of(ANSWERED, UNANSWERED);
        List<QuestionAnswer> answers = List.of(said(ANSWERED, "Nero", -3, 0), said(UNANSWERED, "night", -1, 0));
        Evaluation evaluation = task.evaluate(rows, answers);
        assertThat(evaluation.figure("exact")).isEqualTo(0.5);
        assertThat(evaluation.figure("no_answer_exact")).isZero();
        assertThat(evaluation.figure("best_f1")).isEqualTo(1);
        assertThat(evaluation.figure("best_f1_threshold")).isEqualTo(-3);
        assertThat(task.tuned(rows, answers, Fitting.NONE).threshold()).isEqualTo(-2);
        assertThat(task.tuned(rows, answers, Fitting.NONE)
                        .evaluate(rows, answers)
                        .figure("f1"))
                .isEqualTo(1);
        Evaluation prior = new TaskRows<>(task, rows).ofPrior(task.prior(rows));
        assertThat(prior.figures()).containsOnlyKeys(evaluation.figures().keySet());
        assertThat(prior.figure("exact")).isEqualTo(0.5);
        assertThat(prior.figure("no_answer_exact")).isEqualTo(1);
    }

    /** The means of the drawn questions, and what is no mean, such as a best threshold, of a file that holds them. */
    @Test
    void drawn_withAndWithoutUnanswerable_isTheFigureOfAFileOfTheDrawnQuestions() {
        List<Question> rows = List.of(ANSWERED, UNANSWERED);
        List<QuestionAnswer> answers = List.of(said(ANSWERED, "by Nero", -3, 0), said(UNANSWERED, "night", 1, 0));
        List<Question> others = List.of(ANSWERED, MISPLACED);
        List<QuestionAnswer> otherAnswers = List.of(said(ANSWERED, "by Nero", 9, 0), said(MISPLACED, "Nero", 9, 0));
        QuestionAnswering declining = QuestionAnswering.of(rows, TaskOptions.NONE);
        QuestionAnswering answering = QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE);

        for (String metric : List.of("exact", "f1", "best_f1")) {
            assertThat(declining.drawn(rows, answers, metric).applyAsDouble(new int[] {0, 1, 0}))
                    .as(metric)
                    .isEqualTo(declining
                            .evaluate(
                                    List.of(ANSWERED, UNANSWERED, ANSWERED),
                                    List.of(answers.get(0), answers.get(1), answers.get(0)))
                            .figure(metric));
        }
        // By hand: "by Nero" has two thirds of F1, nothing said of what has no answer all of it.
        assertThat(declining.drawn(rows, answers, "f1").applyAsDouble(new int[] {0, 1, 0}))
                .isCloseTo(7.0 / 9, within(1e-12));
        assertThat(answering.drawn(others, otherAnswers, "exact").applyAsDouble(new int[] {0, 1, 1, 1}))
                .isEqualTo(0.75);
    }

    @Test
    void evaluate_answerableAlone_isByTheFirstRules() {
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE);
        Evaluation evaluation = task.evaluate(List.of(ANSWERED), List.of(said(ANSWERED, "by Nero", 9, 0)));
        assertThat(evaluation.figures()).containsOnlyKeys("exact", "f1");
        assertThat(evaluation.figure("f1")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(task.tuned(List.of(ANSWERED), List.of(said(ANSWERED, "Nero", 9, 0)), Fitting.NONE))
                .isSameAs(task);
    }

    @Test
    void parts_questions_areByQuestionWord() {
        Question how = row("{'question': 'How?', 'context': 'by Nero', 'answers': [{'text': 'Nero', 'start': 3}]}");
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE);
        List<QuestionAnswer> answers = List.of(said(ANSWERED, "Nero", -1, 0), said(how, "by", -1, 0));
        Map<String, Evaluation> parts = task.parts(List.of(ANSWERED, how), answers);
        assertThat(parts.keySet()).containsExactly("who", "how");
        assertThat(parts.get("who").figure("f1")).isEqualTo(1);
        assertThat(parts.get("how").figure("f1")).isZero();
        assertThat(task.parts(List.of(how), List.of(said(how, "by", -1, 0)))).isEmpty();
    }

    @Test
    void check_rowWithoutAnswers_isRefused() {
        Question unknown = row("{'question': 'Who?', 'context': 'by Nero'}");
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.check(List.of(unknown)))
                .withMessageStartingWith("train.jsonl:7: no answers; expected the key \"answers\"");
    }

    @Test
    void write_answer_countsCodePoints() {
        Question question = row("{'question': 'Who?', 'context': '\uD83D\uDE00 Nero\\nsang'}");
        QuestionAnswer answer = said(question, "Nero\nsang", -1, 0);
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED, UNANSWERED), TaskOptions.NONE);
        ObjectNode object = JsonText.object();
        task.write(answer, false, object);
        assertThat(JsonText.compact(object))
                .isEqualTo("{\"answer\":\"Nero\\nsang\",\"start\":2,\"end\":11,\"probability\":0.5,"
                        + "\"no_answer_probability\":0.25,\"no_answer_score\":-1.0}");
        assertThat(task.lines(answer, false)).containsExactly(List.of("Nero\nsang", "2", "11", "0.500000", "0.250000"));
        ObjectNode none = JsonText.object();
        task.write(said(question, "Nero", 1, 0), true, none);
        assertThat(JsonText.compact(none))
                .isEqualTo("{\"answer\":\"\",\"start\":null,\"end\":null,\"probability\":0.25,"
                        + "\"no_answer_probability\":0.25,\"no_answer_score\":1.0,\"best\":"
                        + "[{\"answer\":\"Nero\",\"start\":2,\"end\":6,\"probability\":0.5}]}");
    }

    @Test
    void write_answerOutOfAContextWithoutWords_hasNoScore() {
        QuestionAnswer nothing = new QuestionAnswer("\u0000\u0007", List.of(), Double.POSITIVE_INFINITY, 1, false);
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED, UNANSWERED), TaskOptions.NONE);
        ObjectNode object = JsonText.object();
        task.write(nothing, true, object);
        assertThat(JsonText.compact(object))
                .isEqualTo("{\"answer\":\"\",\"start\":null,\"end\":null,\"probability\":1.0,"
                        + "\"no_answer_probability\":1.0,\"no_answer_score\":null,\"best\":[]}");
    }

    /** A megabyte of context, all windows scored alike but for one place: that place is found, with its place in the text. */
    @Test
    void answer_inAMegabyte_isFoundAtItsPlace() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        IntStream.rangeClosed('a', 'z').forEach(c -> tokens.add(Character.toString(c)));
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.of(tokens), TokenizerOptions.uncased());
        String context = "a b c d ".repeat(1 << 17);
        Question question = Question.of("q", context);
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED), TaskOptions.NONE);
        List<QuestionWindow> windows = task.windows(question, tokenizer, 384);
        int wanted = 300_001;
        int at = 5;
        float[] scores = new float
                [at + 2 * windows.stream().mapToInt(w -> w.ids().length).sum()];
        int from = at;
        for (QuestionWindow window : windows) {
            if (wanted >= window.first() && wanted + 2 < window.end()) {
                scores[from + 2 * window.token(wanted)] = 4;
                scores[from + 2 * window.token(wanted + 2) + 1] = 4;
            }
            from += 2 * window.ids().length;
        }
        QuestionAnswer answer = task.answer(question, windows, scores, at);
        assertThat(answer.text()).isEqualTo("b c d");
        assertThat(answer.best().get(0).start()).isEqualTo(2 * wanted);
        assertThat(answer.best().get(0).score()).isEqualTo(8);
    }

    /**
     * By hand, one window of "a b c" with two starts in the beam: tokens [CLS], a, b, c. Starts have the logits 0, 2, 3, 1. The ends of b (first in the
     * beam) are c with 4, those of a are b with 9, all others 0; so P(b) P(c | b) = e^3/S e^4/(e^4 + 3) is 0.60, and P(a) P(b | a) = e^2/S 0.9996 is 0.24,
     * with S = 1 + e^2 + e^3 + e.
     */
    @Test
    void answer_joint_multipliesStartAndItsEnd() {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        IntStream.rangeClosed('a', 'z').forEach(c -> tokens.add(Character.toString(c)));
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(Vocabulary.of(tokens), TokenizerOptions.uncased());
        QuestionAnswering task = QuestionAnswering.of(List.of(ANSWERED, UNANSWERED), options("head", "joint"));
        Question question = Question.of("q", "a b c");
        List<QuestionWindow> windows = task.windows(question, tokenizer, 384);
        int outputs = task.outputs();
        assertThat(windows.get(0).positions()).containsExactly(0, 3, 4, 5);
        float[] scores = new float[4 * outputs];
        float[] starts = {0, 2, 3, 1};
        for (int row = 0; row < 4; row++) {
            scores[row * outputs] = starts[row];
            scores[row * outputs + 1] = -3;
        }
        scores[3 * outputs + 2] = 4;
        scores[2 * outputs + 3] = 9;
        QuestionAnswer answer = task.answer(question, windows, scores, 0);
        double sum = 1 + Math.exp(2) + Math.exp(3) + Math.exp(1);
        assertThat(answer.text()).isEqualTo("b c");
        assertThat(Math.exp(answer.best().get(0).score()))
                .isCloseTo(Math.exp(3) / sum * Math.exp(4) / (Math.exp(4) + 3), within(1e-6));
        assertThat(answer.best().get(1).text()).isEqualTo("a b");
        assertThat(answer.noAnswer()).isEqualTo(-3);
        assertThat(answer.noAnswerProbability()).isCloseTo(1 / (1 + Math.exp(3)), within(1e-9));
        // The published threshold is -2.75.
        assertThat(answer.answered()).isTrue();
        for (int row = 0; row < 4; row++) {
            scores[row * outputs + 1] = -2.5f;
        }
        assertThat(task.answer(question, windows, scores, 0).answered()).isFalse();
    }
}
