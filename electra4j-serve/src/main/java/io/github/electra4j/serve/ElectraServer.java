package io.github.electra4j.serve;

import io.github.electra4j.serve.http.HttpService;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Served;
import io.github.electra4j.serve.model.ModelSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;

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
        listening.check();
        Served served = Loading.load(serving);
        try {
            return new ElectraServer(listening, HttpService.start(listening, limits, served));
        } catch (IOException | RuntimeException e) {
            served.close();
            throw e;
        }
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
