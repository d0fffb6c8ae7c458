package io.github.electra4j.cli;

import io.github.electra4j.ElectraClient;
import io.github.electra4j.ServiceException;
import io.github.electra4j.task.Answering;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of a running server, asked in requests of some rows each. They have six digits.
 *
 * @param client of the server and the model
 */
record ServiceAnswers(ElectraClient client) implements Answering {
    private static final int PORTION = 64;
    private static final int TOO_LARGE = 413;

    @Override
    @SuppressWarnings("unchecked") // the answers of a task are those that its rows get
    public <R extends TaskRow, W extends Window, A> List<A> answer(TaskRows<R, W, A> rows) {
        List<A> answers = new ArrayList<>();
        try {
            for (int from = 0; from < rows.size(); from += PORTION) {
                List<R> some = rows.rows().subList(from, Math.min(from + PORTION, rows.size()));
                answers.addAll((List<A>) asked(rows.task(), some));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    /** Asks; what is too much for one request goes in two. */
    private List<?> asked(Task<?, ?, ?> task, List<? extends TaskRow> rows) throws IOException {
        try {
            return asked(rows, task);
        } catch (ServiceException e) {
            if (e.status() != TOO_LARGE || rows.size() == 1) {
                throw e;
            }
            int half = rows.size() / 2;
            List<Object> answers = new ArrayList<>(asked(task, rows.subList(0, half)));
            answers.addAll(asked(task, rows.subList(half, rows.size())));
            return answers;
        }
    }

    private List<?> asked(List<? extends TaskRow> rows, Task<?, ?, ?> task) throws IOException {
        if (task instanceof TextTask) {
            return client.predict(rows.stream().map(LabeledText.class::cast).toList());
        }
        if (task instanceof ChoiceTask) {
            return client.select(rows.stream().map(ChoiceRow.class::cast).toList());
        }
        throw new IllegalArgumentException("models for " + task.name() + " cannot be measured through a service");
    }
}
