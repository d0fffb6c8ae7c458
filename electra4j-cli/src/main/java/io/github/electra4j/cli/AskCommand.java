package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.documents.answer.DocumentReader;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra ask}: questions in, answers out of indexed documents. */
@Command(
        name = "ask",
        header = "Questions in, answers out of indexed documents.",
        description = {
            "Finds passages by their words (BM25), ranks them by a cross-encoder where one is given, has the reader look for the answer in the"
                    + " likeliest ones, and gives the surest with its place; or says that there is none.%n",
            "The confidence is the reader's probability of the answer in its passage times the passage's probability."
        },
        footer = {
            "%nExamples:",
            "  electra ask --index runs/handbook --reader runs/squad --question 'Who approves a journey?'",
            "  electra ask --index runs/handbook --reader runs/squad --reranker runs/ranker --threshold 0.2",
            "  electra ask --index runs/handbook --reader runs/squad --json < questions.txt > answers.jsonl"
        })
final class AskCommand implements Callable<Integer> {
    /** Questions that are computed together. */
    private static final int TOGETHER = 32;

    /** Characters of a passage that are shown on each side of an answer. */
    private static final int AROUND = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("NullAway.Init")
    @Option(names = "--index", required = true, paramLabel = "INDEX", description = "What `electra index` made.")
    private Path index;

    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--reader",
            required = true,
            paramLabel = "DIR",
            description = "A model fine-tuned for qa, best one that may say that there is no answer.")
    private Path reader;

    @Option(
            names = "--reranker",
            paramLabel = "DIR",
            description = "A cross-encoder, fine-tuned on the rows of `electra index-pairs`.")
    private @Nullable Path reranker;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description = "What is asked; without it each line of standard input.")
    private @Nullable String question;

    @Mixin
    private AskArguments arguments = new AskArguments();

    @Option(
            names = "--json",
            description = "An object a line, with places and, as candidates, what each passage read says.")
    private boolean json;

    @Option(names = "--lenient", description = "Replace broken UTF-8 by U+FFFD instead of stopping.")
    private boolean lenient;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private long cut;

    @Override
    public Integer call() throws IOException {
        AskOptions options = arguments.options(spec);
        try (DocumentIndex documents = DocumentIndex.open(index);
                Electra model = engine.load(spec, reader);
                Electra ranker = reranker == null ? null : engine.load(spec, reranker)) {
            DocumentReader asked = new DocumentReader(
                    documents, model, AskArguments.ranker(ranker, arguments.searchWeight()), options);
            if (!asked.mayDecline()) {
                common.say(
                        "electra: the reader was not taught to say that a passage has no answer, so it gives one to every"
                                + " question; --threshold declines, or fine-tune with --task-option made_unanswerable=0.5");
            }
            if (question != null) {
                write(asked, List.of(question));
            } else {
                InputLines lines = new InputLines(System.in, "standard input", lenient);
                for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
                    for (int at = 0; at < portion.size(); at += TOGETHER) {
                        write(asked, portion.subList(at, Math.min(portion.size(), at + TOGETHER)));
                    }
                }
            }
            if (cut > 0) {
                common.say("electra: "
                        + model.knownTask().task().limit(model.maxLength()).cut(String.valueOf(cut)));
            }
        }
        return 0;
    }

    private void write(DocumentReader asked, List<String> questions) throws IOException {
        for (DocumentAnswer answer : asked.ask(questions)) {
            cut += answer.cut() ? 1 : 0;
            System.out.println(json ? JsonText.compact(answer.toJson(true)) : text(answer));
        }
        StandardOutput.check();
    }

    private static String text(DocumentAnswer said) {
        AnswerCandidate answer = said.answer();
        if (answer == null) {
            return said.passages().isEmpty()
                    ? "(no answer; no passage has a word of the question)"
                    : String.format(Locale.ROOT, "(no answer; the surest would have %.2f)", said.confidence());
        }
        Passage passage = answer.passage().found().passage();
        StringBuilder place = new StringBuilder(answer.passage().found().file());
        if (answer.page() > 0) {
            place.append(", page ").append(answer.page());
        }
        if (!passage.heading().isEmpty()) {
            place.append(", ").append(passage.heading());
        }
        return String.format(
                Locale.ROOT,
                "%s  (%.2f)%n    %s:%d-%d%n    %s",
                answer.text(),
                answer.confidence(),
                place,
                answer.startCharacter(),
                answer.endCharacter(),
                around(
                        passage.text(),
                        answer.offset(),
                        answer.offset() + answer.text().length()));
    }

    /** The answer in what stands about it, on one line. */
    private static String around(String passage, int start, int end) {
        int from = Math.max(0, start - AROUND);
        int to = Math.min(passage.length(), end + AROUND);
        return ((from > 0 ? "... " : "")
                        + passage.substring(from, start)
                        + "[" + passage.substring(start, end) + "]"
                        + passage.substring(end, to)
                        + (to < passage.length() ? " ..." : ""))
                .replaceAll("\\s+", " ");
    }
}
