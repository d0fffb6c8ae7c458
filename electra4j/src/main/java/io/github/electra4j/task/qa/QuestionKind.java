package io.github.electra4j.task.qa;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.JsonRow;
import io.github.electra4j.task.RowReader;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reading of questions, and what the task learns of them before it is trained. */
final class QuestionKind implements TaskKind<Question> {
    static final String NAME = "qa";
    static final String STARTS = "wrong_starts";
    static final String MADE = "made_unanswerable";
    static final String HEAD = "head";
    static final String SIMPLE = "huggingface";
    static final String JOINT = "joint";
    static final String MAY_DECLINE = "may_decline";
    static final String THRESHOLD = "no_answer_threshold";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String metric() {
        return "f1";
    }

    /** As usual for SQuAD; the ELECTRA paper has 512. */
    @Override
    public int maxLength() {
        return 384;
    }

    @Override
    public RowReader<Question> open(Path file, Columns columns) throws IOException {
        return QuestionReader.open(file, columns.label() != null);
    }

    @Override
    public List<Question> readAll(Path file, Columns columns) throws IOException {
        return QuestionReader.readAll(file);
    }

    @Override
    public Set<String> keys() {
        return Set.of("question", "context");
    }

    @Override
    public Question ofObject(JsonRow object) {
        return QuestionReader.ofRow(object, false);
    }

    @Override
    public List<String> texts(Question row) {
        return List.of(row.question(), row.context());
    }

    @Override
    public QuestionAnswering learned(List<Question> train, TaskOptions options) {
        return QuestionAnswering.of(train, options);
    }

    /** Questions without an answer are made where there are none. */
    @Override
    public List<Question> prepared(List<Question> train, TaskOptions options) {
        double share = options.share(MADE, 0);
        boolean answered = train.stream().noneMatch(row -> row.knownAnswers().isEmpty());
        return share == 0 || !answered ? train : OtherContexts.added(train, share);
    }

    @Override
    public QuestionAnswering restored(TaskSettings settings, String source) {
        Stored stored = new Stored(settings, source);
        return new QuestionAnswering(
                new QuestionSettings(
                        stored.whole(QuestionSettings.STRIDE),
                        stored.whole(QuestionSettings.QUESTION_LENGTH),
                        stored.whole(QuestionSettings.ANSWER_LENGTH),
                        stored.whole(QuestionSettings.BEST)),
                AnswerStarts.REPAIR,
                stored.flag(MAY_DECLINE),
                stored.number(THRESHOLD),
                JOINT.equals(settings.extra().get(HEAD)));
    }

    /** A model by somebody else does not say whether it was taught to give no answer: it always answers. */
    @Override
    public @Nullable Task<Question, ?, ?> foreign(Architecture architecture, List<String> labels) {
        return architecture == Architecture.ANSWERER
                ? new QuestionAnswering(QuestionSettings.PUBLISHED, AnswerStarts.REPAIR, false, 0, false)
                : null;
    }

    /** Values of a model directory; errors name file and key. */
    private record Stored(TaskSettings settings, String source) {
        int whole(String key) {
            double value = number(key);
            if (value != Math.rint(value)) {
                throw expected(key, "a whole number");
            }
            return (int) value;
        }

        double number(String key) {
            if (settings.extra().get(key) instanceof Number number) {
                return number.doubleValue();
            }
            throw expected(key, "a number");
        }

        boolean flag(String key) {
            if (settings.extra().get(key) instanceof Boolean flag) {
                return flag;
            }
            throw expected(key, "true or false");
        }

        private IllegalArgumentException expected(String key, String what) {
            return new IllegalArgumentException(source + ": extra." + key + ": "
                    + settings.extra().get(key) + ", expected " + what + "; fine-tune the model again");
        }
    }
}
