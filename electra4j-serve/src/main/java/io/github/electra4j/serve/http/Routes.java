package io.github.electra4j.serve.http;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.serve.model.Ask;
import io.github.electra4j.serve.model.Operations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which path is answered by what, and what becomes of failures. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    /** nginx's number for it. Nobody reads it, unless a client has closed its own direction alone. */
    private static final int CLIENT_GONE = 499;

    /** Causes that are logged, each of the one before; their chain may be a circle. */
    private static final int MOST_CAUSES = 8;

    private final Desk desk;
    private final @Nullable Ask ask;
    private final Reception reception;
    private final Metrics metrics;
    private final Reloading reloading;
    private final RunRoutes runs;
    private final ChatRoute chat;
    private final List<String> all = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    Routes(
            Desk desk,
            @Nullable Ask ask,
            Reception reception,
            Metrics metrics,
            Reloading reloading,
            RunRoutes runs,
            ChatRoute chat) {
        this.desk = desk;
        this.ask = ask;
        this.reception = reception;
        this.metrics = metrics;
        this.reloading = reloading;
        this.runs = runs;
        this.chat = chat;
    }

    void addTo(RoutesConfig routes) {
        Operations.ALL.forEach(
                operation -> add(routes, HandlerType.POST, "/v1/" + operation.name(), new TaskRoute(operation, desk)));
        add(routes, HandlerType.POST, "/v1/ask", ask == null ? new NoDocuments() : new TaskRoute(ask, desk));
        add(routes, HandlerType.POST, "/v1/chat", chat);
        add(routes, HandlerType.GET, "/v1/chat", chat::describe);
        add(routes, HandlerType.POST, "/v1/embeddings", new EmbeddingsRoute(desk));
        add(routes, HandlerType.POST, "/embed", new EmbedRoute(desk));
        add(routes, HandlerType.POST, "/predict", new PredictRoute(desk));
        ModelRoutes models = new ModelRoutes(desk.models(), ask);
        add(routes, HandlerType.GET, "/v1/models", models::list);
        add(routes, HandlerType.GET, "/v1/models/{name}", models::one);
        add(routes, HandlerType.GET, "/v1/models/{name}/card", models::card);
        add(routes, HandlerType.POST, "/v1/models/{name}/reload", reloading::handle);
        add(routes, HandlerType.GET, "/v1/runs", runs::list);
        add(routes, HandlerType.GET, "/v1/runs/{name}/metrics", runs::metrics);
        add(routes, HandlerType.GET, "/health/live", context -> health(context, true));
        add(routes, HandlerType.GET, "/health/ready", context -> health(context, !reception.hasToStop()));
        add(routes, HandlerType.GET, "/metrics", context -> context.contentType(Metrics.MEDIA_TYPE)
                .result(metrics.scrape()));
        byte[] openapi = openapi();
        add(routes, HandlerType.GET, "/openapi.yaml", context -> context.contentType("application/yaml")
                .result(openapi));
        PageFiles page = new PageFiles();
        add(routes, HandlerType.GET, "/", page::index);
        add(routes, HandlerType.GET, "/page/{file}", page::file);
        routes.exception(Exception.class, this::failed);
        routes.exception(HttpResponseException.class, this::failed);
    }

    /** All of them, each {@code METHOD /path}. */
    List<String> all() {
        return List.copyOf(all);
    }

    /** Whether a path without names in it is answered by any method. */
    boolean has(String path) {
        return paths.contains(path);
    }

    private void add(RoutesConfig routes, HandlerType method, String path, Handler handler) {
        all.add(method.name() + " " + path);
        if (!path.contains("{")) {
            paths.add(path);
        }
        Handler seen = context -> {
            Seen.of(context.req()).route(path);
            handler.handle(context);
        };
        routes.addHttpHandler(method, path, seen);
        if (method.equals(HandlerType.GET)) {
            // Otherwise Javalin says 200 wherever there is a GET, without asking it; Jetty leaves the content out.
            routes.addHttpHandler(HandlerType.HEAD, path, seen);
        }
    }

    private static void health(Context context, boolean well) {
        context.status(well ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
        Answers.json(context, JsonText.object().put("status", well ? "up" : "stopping"));
    }

    private static byte[] openapi() {
        try (InputStream in =
                Objects.requireNonNull(Routes.class.getResourceAsStream("/io/github/electra4j/serve/openapi.yaml"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void failed(Exception failure, Context context) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Answers.problem(context, Dialect.of(context.path()).of(problem(cause, context)));
    }

    private Problem problem(Throwable cause, Context context) {
        if (cause instanceof Problem.ProblemException known) {
            return known.problem();
        }
        if (cause instanceof TimeoutException) {
            return new Problem(
                    HttpStatus.GATEWAY_TIMEOUT_504,
                    "timeout",
                    "not computed within " + desk.limits().timeout().toMillis()
                            + " ms; send fewer or shorter texts, or try again later");
        }
        if (cause instanceof CancellationException) {
            return new Problem(
                    CLIENT_GONE,
                    "client-gone",
                    "the client had closed the connection, or its direction of it, before the answer was there; keep it"
                            + " open until then");
        }
        if (cause instanceof MethodNotAllowedResponse wrong) {
            // The one detail that there is has one name for browsers, which accept HTML, and another for all else.
            String allowed = String.join(", ", wrong.getDetails().values());
            return new Problem(
                            HttpStatus.METHOD_NOT_ALLOWED_405,
                            "method-not-allowed",
                            context.method() + " is not answered here, expected " + allowed)
                    .header(HttpHeader.ALLOW, allowed);
        }
        if (cause instanceof NotFoundResponse) {
            return new Problem(
                    HttpStatus.NOT_FOUND_404,
                    "not-found",
                    "there is nothing at this path; /openapi.yaml lists those there are");
        }
        if (cause instanceof HttpResponseException other) {
            return new Problem(other.getStatus(), "http", HttpStatus.getMessage(other.getStatus()));
        }
        Seen seen = Seen.of(context.req());
        log(context.method() + " " + seen.route() + " (request " + seen.id() + ")", cause);
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR_500,
                "internal",
                "an error in the server, which its log tells of; please report it");
    }

    /** What failed, by what, and where. Messages may hold a text of a request, which no log is to have. */
    static void log(String what, Throwable failure) {
        LOG.error(
                "{} failed: {} at {}",
                what,
                Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .limit(MOST_CAUSES)
                        .map(one -> one.getClass().getName())
                        .collect(Collectors.joining(" of ")),
                Stream.of(failure.getStackTrace())
                        .limit(8)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", ")));
    }
}
