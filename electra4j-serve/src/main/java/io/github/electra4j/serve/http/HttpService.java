package io.github.electra4j.serve.http;

import io.github.electra4j.serve.queue.Work;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The server with all its parts: connections, what each request meets, and the queue behind. */
public final class HttpService {
    private static final int THREADS = 64;

    /** For a batch that is being computed when the time for requests is over. */
    private static final long LAST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Listening listening;
    private final Limits limits;
    private final Served served;
    private final Inference inference;
    private final Metrics metrics = new Metrics();
    private final Clock clock = new Clock();
    private final RequestIds ids = new RequestIds();
    private final Refusals refusals;
    private final Reception reception;
    private final Reloading reloading;
    private final Routes routes;
    private final Javalin javalin;

    /**
     * Starts to answer.
     *
     * @param served is closed with the server
     */
    public static HttpService start(Listening listening, Limits limits, Served served) throws IOException {
        return start(
                listening,
                limits,
                served,
                Inference::compute,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * The same with another way to compute.
     *
     * @param threads that compute
     */
    static HttpService start(
            Listening listening, Limits limits, Served served, Work<Inference.Kind, Object, Object> work, int threads)
            throws IOException {
        // What may fail comes before there are threads.
        SslContextFactory.@Nullable Server tls = listening.keys() == null ? null : tls(listening.keys());
        HttpService service = new HttpService(listening, limits, served, tls, work, threads);
        try {
            service.javalin.start();
            return service;
        } catch (JavalinException e) {
            service.close();
            throw listening.refused(e.getCause() == null ? e : e.getCause());
        }
    }

    private HttpService(
            Listening listening,
            Limits limits,
            Served served,
            SslContextFactory.@Nullable Server tls,
            Work<Inference.Kind, Object, Object> work,
            int threads) {
        this.listening = listening;
        this.limits = limits;
        this.served = served;
        this.inference = new Inference(limits, threads, work, metrics);
        this.refusals = new Refusals(limits, clock);
        this.reception = new Reception(metrics, new ClientWatch(clock), ids, refusals);
        metrics.waiting(inference::waiting);
        QueuedThreadPool pool = new QueuedThreadPool(THREADS);
        pool.setName("electra-http");
        pool.setDaemon(true);
        Models byName = new Models(served.models());
        Desk desk = new Desk(byName, inference, limits, pool);
        this.reloading = new Reloading(byName, !listening.tokens().isEmpty(), pool);
        this.routes = new Routes(
                desk,
                served.ask(),
                reception,
                metrics,
                reloading,
                new RunRoutes(served.runs()),
                new ChatRoute(served.dialogue(), served.dialogueAsk(), desk));
        this.javalin = Javalin.create(config -> {
            configure(config, pool, tls);
            routes.addTo(config.routes);
        });
    }

    private static SslContextFactory.Server tls(PemKeys keys) throws IOException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(keys.keyStore());
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return tls;
    }

    private void configure(JavalinConfig config, QueuedThreadPool pool, SslContextFactory.@Nullable Server tls) {
        config.router.javaLangErrorHandler((response, error) -> {
            response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR_500);
            Routes.log("a request", error);
        });
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = pool;
        config.jetty.modifyServer(this::configure);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setRequestHeaderSize(limits.header());
            http.setSendDateHeader(true);
        });
        config.jetty.addConnector((server, http) -> connector(server, http, tls));
    }

    private void configure(Server server) {
        server.setErrorHandler(new ProblemErrorHandler(ids));
        if (listening.log().format() != AccessLog.Format.NONE) {
            server.setRequestLog(new AccessLines(listening.log(), routes::has));
        }
        server.insertHandler(new BodyReader(limits, clock, refusals));
        server.insertHandler(
                HostCheck.isNeeded(listening)
                        ? new HostCheck(listening, refusals)
                        : new TokenCheck(listening.tokens(), refusals));
        if (!listening.origins().isEmpty()) {
            server.insertHandler(crossOrigin());
        }
        server.insertHandler(reception);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    }

    private CrossOriginHandler crossOrigin() {
        CrossOriginHandler handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(
                listening.origins().stream().map(Pattern::quote).collect(Collectors.toSet()));
        handler.setAllowedHeaders(Set.of("Content-Type", "Authorization", RequestIds.HEADER));
        // Pages read no others, and are to know when to come again.
        handler.setExposedHeaders(Set.of(RequestIds.HEADER, HttpHeader.RETRY_AFTER.asString()));
        return handler;
    }

    private Connector connector(Server server, HttpConfiguration http, SslContextFactory.@Nullable Server tls) {
        ServerConnector connector;
        if (tls == null) {
            connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        } else {
            // A client that knows this machine by another name is the client's affair.
            http.addCustomizer(new SecureRequestCustomizer(false));
            HttpConnectionFactory plain = new HttpConnectionFactory(http);
            connector = new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, plain.getProtocol()), plain);
        }
        connector.setHost(listening.host());
        connector.setPort(listening.port());
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(new SlowRequests(limits.reading(), clock));
        return connector;
    }

    /** What it answers, see {@link Routes#all}. */
    List<String> routes() {
        return routes.all();
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Loads all models anew; returns why some go on as they were, each a sentence. */
    public List<String> reload() {
        return reloading.all();
    }

    /**
     * Refuses new requests, finishes those that it has accepted, and ends.
     *
     * @return whether all were finished in the time that there is for it
     */
    public boolean stop() throws InterruptedException {
        long end = System.nanoTime() + limits.grace().toNanos();
        boolean finished = reception.stop(limits.grace());
        if (!finished) {
            inference.abandon();
            reception.stop(Duration.ofNanos(LAST_NANOS));
        }
        javalin.stop();
        close();
        boolean computed = inference.awaitEnd(Duration.ofNanos(Math.max(LAST_NANOS, end - System.nanoTime())));
        served.closeModels();
        // Their rankers would wait for what is still computed, beyond the grace; the process ends anyway.
        if (computed) {
            served.closeDocuments();
        }
        return finished && computed;
    }

    private void close() {
        inference.close();
        clock.close();
        reloading.close();
        metrics.close();
    }
}
