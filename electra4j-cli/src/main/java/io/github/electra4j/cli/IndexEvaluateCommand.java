package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.answer.DocumentReader;
import io.github.electra4j.documents.answer.PassageRanker;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.measure.AnswerCount;
import io.github.electra4j.documents.measure.OpenDomain;
import io.github.electra4j.evaluate.AnswerScore;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.task.qa.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code electra index-evaluate}: questions with known answers in, how often they are found and answered out. */
@Command(
        name = "index-evaluate",
        header = "Questions with known answers in, how often they are found and answered out.",
        description = {
            "Searches for each question among the texts of all questions of the file, each text once, or in an index: recall@k and mean"
                    + " reciprocal rank of the search, and of a cross-encoder's order. With a reader exact match and F1 of its answers, by SQuAD's"
                    + " official rules.%n",
            "In `recall` the text that the question was asked about is right, in `answer recall` any passage that holds an answer; in an index"
                    + " there is the second alone."
        },
        footer = {
            "%nExamples:",
            "  electra index-evaluate --questions dev-v1.1.json",
            "  electra index-evaluate --questions dev-v1.1.json --reranker runs/ranker --reader runs/squad --limit 2000",
            "  electra index-evaluate --questions ours.jsonl --index runs/handbook --reader runs/squad --json figures.json"
        })
final class IndexEvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KnownQuestions questions = new KnownQuestions();

    @Option(names = "--reader", paramLabel = "DIR", description = "A model fine-tuned for qa.")
    private @Nullable Path reader;

    @Option(names = "--reranker", paramLabel = "DIR", description = "A cross-encoder.")
    private @Nullable Path reranker;

    @Mixin
    private AskArguments arguments = new AskArguments();

    @Option(
            names = "--compare-weights",
            paramLabel = "W",
            split = ",",
            description = "Other values of --passage-weight to show beside it.",
            showDefaultValue = Visibility.NEVER)
    private List<Double> weights = new ArrayList<>();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        AskOptions options = arguments.options(spec);
        questions.check(spec);
        // Each is held to what --passage-weight is.
        weights.forEach(weight -> WrongUse.unless(
                spec, () -> new AskOptions(options.retrieved(), options.read(), weight, options.threshold())));
        json.check();
        List<Question> all = questions.read();
        List<Question> some = questions.drawn(all);
        List<Double> compared = new ArrayList<>(List.of(options.passageWeight()));
        weights.stream().filter(weight -> !compared.contains(weight)).forEach(compared::add);
        try (DocumentIndex passages = questions.passages(all);
                Electra readerModel = reader == null ? null : engine.load(spec, reader);
                Electra rankerModel = reranker == null ? null : engine.load(spec, reranker)) {
            PassageRanker ranker =
                    rankerModel == null ? null : AskArguments.ranker(rankerModel, arguments.searchWeight());
            DocumentReader answering = readerModel == null
                    ? null
                    : new DocumentReader(passages, readerModel, PassageRanker.BY_WORDS, options);
            OpenDomain measured = new OpenDomain(
                    passages, questions.isOwnCollection(), ranker, options.retrieved(), answering, compared);
            ask(measured, some);
            print(measured, some.size(), passages.passages(), options);
            json.write(figures(measured, some.size(), passages.passages()));
        }
        return 0;
    }

    private void ask(OpenDomain measured, List<Question> some) {
        if (common.quiet()) {
            measured.ask(some, asked -> {});
            return;
        }
        try (ProgressLine line = ProgressLine.start("ask", some.size(), "questions")) {
            measured.ask(some, line::update);
        }
    }

    private static void print(OpenDomain measured, int questions, int passages, AskOptions options) {
        System.out.println(questions + " questions, " + passages + " passages");
        measured.retrieval().forEach((name, figures) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-15s", name));
            figures.forEach((key, value) ->
                    line.append(String.format(Locale.ROOT, "  %s %.4f", key.replace("recall", ""), value)));
            System.out.println(line);
        });
        AnswerCount answers = measured.answers();
        if (answers.isEmpty()) {
            return;
        }
        System.out.println("the surest candidate always given, questions with an answer:");
        answers.always()
                .forEach((weight, score) -> System.out.printf(
                        Locale.ROOT, "  passage weight %-5s exact %.4f  f1 %.4f%n", weight, score.exact(), score.f1()));
        AnswerScore said = answers.said();
        System.out.printf(
                Locale.ROOT,
                "with no answer where the reader or --threshold %s says so: exact %.4f  f1 %.4f%n",
                options.threshold(),
                said.exact(),
                said.f1());
        System.out.println("confidence at least, share answered, and of those exact and f1:");
        answers.coverage()
                .forEach(row -> System.out.printf(
                        Locale.ROOT,
                        "  %.1f  %.4f  %6s  %6s%n",
                        row.threshold(),
                        row.answered(),
                        shown(row.exact()),
                        shown(row.f1())));
    }

    private static String shown(@Nullable Double score) {
        return score == null ? "-" : String.format(Locale.ROOT, "%.4f", score);
    }

    private static Map<String, Object> figures(OpenDomain measured, int questions, int passages) {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("questions", questions);
        figures.put("passages", passages);
        measured.retrieval().forEach((name, values) -> figures.put(name.replace(' ', '_'), values));
        AnswerCount answers = measured.answers();
        if (!answers.isEmpty()) {
            Map<String, AnswerScore> always = new LinkedHashMap<>();
            answers.always().forEach((weight, score) -> always.put(weight.toString(), score));
            figures.put("always_answering_by_passage_weight", always);
            figures.put("said", answers.said());
            figures.put("coverage", answers.coverage());
        }
        return figures;
    }
}
