package io.github.electra4j.cli;

import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.measure.QuestionCollection;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Questions whose passages are known, and where passages are searched. */
final class KnownQuestions {
    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--questions",
            required = true,
            paramLabel = "FILE",
            description = "Questions with contexts and answers: SQuAD's .json, or .jsonl.")
    private Path questions;

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            description = "Search in an index instead of the file's own texts.")
    private @Nullable Path index;

    @Option(
            names = "--language",
            paramLabel = "NAME",
            defaultValue = "english",
            description = "Of the texts, where there is no index.")
    private String language = "english";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Take so many of the questions, drawn evenly; all texts stay in the collection.")
    private @Nullable Integer limit;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of what is drawn.")
    private long seed;

    private Language known = Language.ENGLISH;

    /** Checks the values before anything is read. */
    void check(CommandSpec spec) {
        known = WrongUse.unless(spec, () -> Language.of(language));
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + ": expected at least 1");
        }
    }

    /** All of the file. */
    List<Question> read() throws IOException {
        return QuestionReader.readAll(questions);
    }

    /** Those to be taken. */
    List<Question> drawn(List<Question> all) {
        return limit == null ? all : QuestionCollection.sample(all, limit, seed);
    }

    /** Where passages are searched. */
    DocumentIndex passages(List<Question> all) throws IOException {
        return index == null ? QuestionCollection.index(all, known) : DocumentIndex.open(index);
    }

    /** Whether the texts of the questions themselves are searched. */
    boolean isOwnCollection() {
        return index == null;
    }

    long seed() {
        return seed;
    }
}
