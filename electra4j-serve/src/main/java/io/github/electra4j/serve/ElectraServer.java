package io.github.electra4j.serve;

import io.github.electra4j.EnginePrecision;
import io.github.electra4j.dialogue.Dialogue;
import io.github.electra4j.dialogue.DialogueModels;
import io.github.electra4j.dialogue.ModelFolders.Role;
import io.github.electra4j.serve.http.Beside;
import io.github.electra4j.serve.http.HttpService;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.model.ServedModel;
import io.github.electra4j.serve.runs.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A running server.
 *
 * <pre>{@code
 * try (ElectraServer server = ElectraServer.start(
 *         List.of(ModelSource.parse("runs/sentiment")), Listening.loopback(8080), Limits.standard())) {
 *     System.out.println(server.uri());
 *     Thread.currentThread().join();
 * }
 * }</pre>
 */
public final class ElectraServer implements AutoCloseable {
    private final Listening listening;
    private final HttpService service;

    private ElectraServer(Listening listening, HttpService service) {
        this.listening = listening;
        this.service = service;
    }

    /**
     * Loads the models and starts to answer.
     *
     * @throws IllegalArgumentException where there is no model, two have one name, or a file is damaged
     * @throws IOException where a file cannot be read, or the port is taken
     */
    public static ElectraServer start(List<ModelSource> sources, Listening listening, Limits limits)
            throws IOException {
        return start(Serving.of(sources), listening, limits);
    }

    /**
     * The same with what is served beside models.
     *
     * @throws IllegalArgumentException where there is neither a model nor runs, two models have one name, a model that the dialogue asks is
     *     not among them, or a file is damaged
     */
    public static ElectraServer start(Serving serving, Listening listening, Limits limits) throws IOException {
        List<ModelSource> sources = serving.models();
        Dialogue dialogue = serving.dialogue();
        check(sources, serving.runs() != null);
        listening.check();
        RunFolder folder = serving.runs() == null ? null : new RunFolder(serving.runs());
        List<ServedModel> models = new ArrayList<>();
        Ask ask = null;
        try {
            ask = serving.documents() == null ? null : Ask.open(serving.documents(), precision(sources));
            for (ModelSource source : sources) {
                models.add(new ServedModel(source));
            }
            if (ask != null) {
                requireReader(ask, models);
            }
            if (dialogue != null) {
                ModelSource.of(dialogue).forEach(source -> check(dialogue, source, models));
            }
            return new ElectraServer(
                    listening,
                    HttpService.start(
                            listening, limits, models, new Beside(folder, ask, dialogue, serving.answerer())));
        } catch (IOException | RuntimeException e) {
            models.forEach(ServedModel::close);
            if (ask != null) {
                ask.close();
            }
            throw e;
        }
    }

    private static void requireReader(Ask ask, List<ServedModel> models) {
        if (models.stream().noneMatch(model -> model.ask(ask::suits))) {
            throw new IllegalArgumentException(
                    "documents are read by a model fine-tuned for qa, and none is served; name one beside the index");
        }
    }

    /** That of the models, which are all given one. */
    private static EnginePrecision precision(List<ModelSource> sources) {
        return sources.isEmpty() ? EnginePrecision.FP32 : sources.get(0).precision();
    }

    private static void check(Dialogue dialogue, ModelSource wanted, List<ServedModel> models) {
        Role role = Role.valueOf(wanted.name().toUpperCase(Locale.ROOT));
        ServedModel served = models.stream()
                .filter(model -> model.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the dialogue asks a model " + wanted.name() + ", which is not among those served"));
        served.ask(electra -> {
            DialogueModels.check(dialogue, role, electra);
            return true;
        });
    }

    private static void check(List<ModelSource> sources, boolean runs) {
        if (sources.isEmpty() && !runs) {
            throw new IllegalArgumentException("no model to serve; name one or more directories");
        }
        ModelSource.requireDistinct(sources);
    }

    /** Where it is reached. */
    public URI uri() {
        String host = listening.host().contains(":") ? "[" + listening.host() + "]" : listening.host();
        return URI.create((listening.keys() == null ? "http" : "https") + "://" + host + ":" + service.port());
    }

    /**
     * Loads all models anew from their directories, while requests go on; those that have begun end with the old ones.
     *
     * @return why some go on as they were, each a sentence; empty where all are new
     */
    public List<String> reload() {
        return service.reload();
    }

    /**
     * Refuses new requests, finishes those that it has accepted, and ends.
     *
     * @return whether all were finished in the time that there is for it
     */
    public boolean stop() throws InterruptedException {
        return service.stop();
    }

    /** The same; what is not finished in time is given up. */
    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
