package io.github.electra4j.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What is found out of a request on its way, for figures and logs: never a text of it, and never a path that is not ours. */
final class Seen {
    private static final String KEY = Seen.class.getName();
    private static final String UNKNOWN = "other";

    private final String id;
    private volatile String route = UNKNOWN;
    private volatile String model = "";
    private volatile int inputs;
    private volatile long tokens;
    private volatile long bytes;

    private Seen(String id) {
        this.id = id;
    }

    /** Begins, before any route. */
    static void begin(Request request, String id) {
        request.setAttribute(KEY, new Seen(id));
    }

    /** Whether it has. */
    static boolean hasBegun(Request request) {
        return request.getAttribute(KEY) instanceof Seen;
    }

    static Seen of(HttpServletRequest request) {
        return known(request.getAttribute(KEY));
    }

    static Seen of(Request request) {
        return known(request.getAttribute(KEY));
    }

    private static Seen known(@Nullable Object attribute) {
        return attribute instanceof Seen seen ? seen : new Seen("-");
    }

    void route(String path) {
        route = path;
    }

    void model(String name) {
        model = name;
    }

    void task(TaskRequest<?> task) {
        inputs = task.inputs().size();
        tokens = task.tokens();
    }

    /** The request's, see {@link RequestIds}; a dash where nobody has seen the request. */
    String id() {
        return id;
    }

    /** The route's path, its parameters by their names; {@code other} where there is none. */
    String route() {
        return route;
    }

    /** Whether it came to a route. */
    boolean hasRoute() {
        return !route.equals(UNKNOWN);
    }

    /** Name of the model that was asked; empty for none. */
    String model() {
        return model;
    }

    /** How many inputs the model was asked; 0 where it was not. */
    int inputs() {
        return inputs;
    }

    /** Word pieces of all inputs. */
    long tokens() {
        return tokens;
    }

    void wrote(long count) {
        bytes = count;
    }

    /** Bytes of the body of a problem that was answered before there was a route; 0 where there was none. */
    long bytes() {
        return bytes;
    }
}
