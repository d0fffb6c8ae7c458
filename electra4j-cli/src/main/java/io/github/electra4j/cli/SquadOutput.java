package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.qa.QuestionReader;
import io.github.electra4j.task.qa.SquadFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that write answers in the form that SQuAD's official scorers read, beside the usual lines. */
final class SquadOutput {
    private static final String ANSWERS = "--squad-json";
    private static final String SCORES = "--squad-scores";

    @Option(
            names = ANSWERS,
            paramLabel = "FILE",
            description = "Of questions: also write the answers by id, as SQuAD's official scorers read them.")
    private @Nullable Path answers;

    @Option(
            names = SCORES,
            paramLabel = "FILE",
            description =
                    "Of questions: also write by id how surely there is no answer, for the official scorer's thresholds.")
    private @Nullable Path scores;

    private @Nullable SquadFile answerFile;
    private @Nullable SquadFile scoreFile;

    /** Work that writes answers. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /**
     * Finds out before the work whether the files can be written, and that neither is one that is read or the place of other results.
     *
     * @param data the questions; null where they come from standard input
     * @param lines where the usual lines go
     */
    void check(@Nullable Path data, TextOutput lines) throws IOException {
        if (answers != null) {
            OutputPlace.checkFile(answers, ANSWERS);
        }
        if (scores != null) {
            OutputPlace.checkFile(scores, SCORES);
        }
        OutputPlace.checkApart(ANSWERS, answers, "--data", data);
        OutputPlace.checkApart(SCORES, scores, "--data", data);
        OutputPlace.checkApart(SCORES, scores, ANSWERS, answers);
        lines.checkApart(ANSWERS, answers);
        lines.checkApart(SCORES, scores);
    }

    /**
     * Refuses a model that answers no questions, and questions that the official form cannot name, before any is answered: lines on
     * standard output cannot be taken back.
     *
     * @param data the questions; of standard input, or a pipe, which can be read but once, they are found as they come
     */
    void check(CommandSpec command, Task<?, ?, ?> task, @Nullable Path data) throws IOException {
        if (answers == null && scores == null) {
            return;
        }
        if (!(task instanceof QuestionAnswering)) {
            throw new ParameterException(
                    command.commandLine(),
                    (answers != null ? ANSWERS : SCORES) + ": the model is for " + task.name()
                            + " and answers no questions; leave the option out");
        }
        if (data != null && Files.isRegularFile(data)) {
            QuestionReader.requireIds(data);
        }
    }

    /** Runs the work with the files open; they are the old ones, or whole new ones when it has ended. */
    void during(Work work) throws IOException {
        writing(answers, file -> {
            answerFile = file;
            writing(scores, other -> {
                scoreFile = other;
                work.run();
            });
        });
    }

    private interface Filling {
        void fill(@Nullable SquadFile file) throws IOException;
    }

    private static void writing(@Nullable Path path, Filling filling) throws IOException {
        if (path == null) {
            filling.fill(null);
            return;
        }
        AtomicFiles.write(path, channel -> {
            BufferedWriter writer = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
            try (SquadFile file = new SquadFile(writer)) {
                filling.fill(file);
            }
            writer.flush();
        });
    }

    /** Writes what was said to a row, where a file was asked for: it is a question then. */
    void write(TaskRow row, Object answer) throws IOException {
        if (answers == null && scores == null) {
            return;
        }
        Question question = (Question) row;
        QuestionAnswer said = (QuestionAnswer) answer;
        if (answerFile != null) {
            answerFile.write(question, said.text());
        }
        if (scoreFile != null) {
            scoreFile.write(question, said.noAnswer());
        }
    }
}
