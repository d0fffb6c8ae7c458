package io.github.electra4j.cli;

import io.github.electra4j.EnginePrecision;
import io.github.electra4j.cli.quickstart.QuickstartFolder;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.Serving;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.PemKeys;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra serve}: models as an HTTP service. */
@Command(
        name = "serve",
        header = "Models as an HTTP service.",
        description = {
            "Answers POST /v1/classify, answer, tag, extract, select, detect, encode and similarity with JSON, as far as the models can do"
                    + " it; GET /openapi.yaml describes all there is. Inputs of requests that come at once are computed together.%n",
            "GET / is a page to try them on, and to watch trainings with --runs.%n",
            "It listens on this machine alone unless --host says otherwise. SIGTERM and Ctrl-C finish what has"
                    + " been accepted, SIGHUP loads the models anew."
        },
        footer = {
            "%nExamples:",
            "  electra serve runs/sentiment",
            "  electra serve v1=runs/sentiment v2=runs/sentiment-2 runs/mine --port 9000",
            "  electra serve runs/squad --index runs/handbook",
            "  electra serve --demo",
            "  electra serve --runs runs",
            "  electra serve --dialogue docs/dialogue/shop.yaml",
            "  curl -s localhost:8080/v1/classify --json '{\"text\": \"A gripping film.\"}'"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Path QUICKSTART = Path.of("runs/quickstart");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "[NAME=]DIR",
            description = "Model directories or runs; requests name them as their folders are called, or by NAME,"
                    + " of letters from A to Z, digits, points, hyphens and underscores.",
            showDefaultValue = Visibility.NEVER)
    private List<String> models = new ArrayList<>();

    @Option(names = "--demo", description = "Serve what `electra quickstart` has trained in runs/quickstart.")
    private boolean demo;

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            description = "Show the training runs below a folder, finished and under way; with it, no model is needed.")
    private @Nullable Path runs;

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            description =
                    "What `electra index` made: POST /v1/ask answers from it, by the first model for qa or the one named.")
    private @Nullable Path index;

    @Option(names = "--reranker", paramLabel = "DIR", description = "A cross-encoder that ranks passages for /v1/ask.")
    private @Nullable Path reranker;

    @Mixin
    private AskArguments asking = new AskArguments();

    @Option(
            names = "--dialogue",
            paramLabel = "FILE",
            description =
                    "Hold conversations by this file too, at POST /v1/chat and on the page; see electra help chat.")
    private @Nullable Path dialogueFile;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ServingArguments arguments = new ServingArguments();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Heard from the first moment, since a service manager may send it while models are loaded, and kept until
        // then.
        CompletableFuture<ElectraServer> ready = new CompletableFuture<>();
        boolean heard = Signals.listen("HUP", () -> {
            CompletableFuture<Void> unused = ready.thenAccept(this::reload);
        });
        Dialogue dialogue = dialogueFile == null ? null : Dialogue.read(dialogueFile);
        List<ModelSource> sources = sources(dialogue);
        Limits limits = WrongUse.unless(spec, arguments::limits);
        Listening listening = listening();
        PemKeys keys = listening.keys();
        String remark = keys == null ? null : keys.remark(Instant.now());
        DocumentSource documents = documents(sources);
        Serving serving =
                Serving.of(sources).withRuns(runs).withDocuments(documents).withDialogue(dialogue);
        ElectraServer server = ElectraServer.start(serving, listening, limits);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "electra-stop"));
        common.say("electra: serving " + served(sources) + " at " + server.uri());
        if (listening.tokens().isEmpty()
                && !InetAddress.getByName(listening.host()).isLoopbackAddress()) {
            common.say("electra: whoever reaches " + listening.host()
                    + " may ask; --token-file asks for a token, --tls-certificate keeps it secret");
        }
        if (!heard) {
            common.say(
                    "electra: SIGHUP is not heard here, as under nohup; models are loaded anew by a request with a token"
                            + (listening.tokens().isEmpty() ? ", which --token-file would ask for" : ""));
        }
        if (remark != null) {
            common.say("electra: " + remark);
        }
        ready.complete(server);
        // Until a signal ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    private @Nullable DocumentSource documents(List<ModelSource> sources) {
        AskOptions options = asking.options(spec);
        if (index == null) {
            if (reranker != null) {
                throw new ParameterException(
                        spec.commandLine(), "--reranker ranks passages of --index, which is missing");
            }
            AskArguments.requireNone(spec);
            return null;
        }
        if (sources.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--index " + index + ": documents are read by a model fine-tuned for qa, and none is served; name"
                            + " one beside it");
        }
        return new DocumentSource(index, reranker, asking.searchWeight(), options);
    }

    private List<ModelSource> sources(@Nullable Dialogue dialogue) throws IOException {
        List<ModelSource> sources = new ArrayList<>(WrongUse.unless(
                spec, () -> models.stream().map(ModelSource::parse).toList()));
        if (demo) {
            sources.addAll(demo());
        }
        if (dialogue != null) {
            sources.addAll(ModelSource.of(dialogue));
        }
        if (sources.isEmpty() && runs == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no model to serve: name one or more model directories, or give --demo, --dialogue or --runs");
        }
        WrongUse.unless(spec, () -> {
            ModelSource.requireDistinct(sources);
            return sources;
        });
        EnginePrecision precision = engine.precision(spec);
        return sources.stream().map(source -> source.in(precision)).toList();
    }

    private String served(List<ModelSource> sources) {
        List<String> all =
                new ArrayList<>(sources.stream().map(ModelSource::name).toList());
        if (runs != null) {
            all.add("the runs below " + runs);
        }
        return String.join(", ", all);
    }

    private Listening listening() throws IOException {
        try {
            return arguments.listening();
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, e);
        }
    }

    private static List<ModelSource> demo() throws IOException {
        QuickstartFolder folder = new QuickstartFolder(QUICKSTART);
        if (!Files.exists(folder.model()) || !Files.exists(folder.run())) {
            throw new NoSuchFileException(
                    QUICKSTART + ": no quickstart has been trained here; `electra quickstart` does it in ten minutes");
        }
        return List.of(new ModelSource("glosses", folder.model()), new ModelSource("discriminator", folder.run()));
    }

    private void reload(ElectraServer server) {
        List<String> failures = server.reload();
        failures.forEach(failure -> System.err.println("electra: " + failure));
        if (failures.isEmpty()) {
            common.say("electra: loaded all models anew");
        }
    }

    private void stop(ElectraServer server) {
        common.say("electra: stopping; what has been accepted is finished");
        try {
            if (!server.stop()) {
                common.say("electra: some requests were not finished in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
