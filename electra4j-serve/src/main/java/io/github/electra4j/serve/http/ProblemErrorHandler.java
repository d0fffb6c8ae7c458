package io.github.electra4j.serve.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Errors that the server finds before any of ours sees the request, such as headers that are too long. */
final class ProblemErrorHandler extends ErrorHandler {
    private final RequestIds ids;

    ProblemErrorHandler(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        // Such a request has not come to the reception, or what it was given there has been taken from its response.
        if (!Seen.hasBegun(request)) {
            Seen.begin(request, ids.of(request));
        }
        response.getHeaders().put(RequestIds.HEADER, Seen.of(request).id());
        new Problem(code, "http", detail(code)).write(request, response, callback);
    }

    /** In our own words: the server's may hold parts of the request. */
    private static String detail(int code) {
        return switch (code) {
            case HttpStatus.BAD_REQUEST_400 ->
                "the request is not HTTP/1.1 as it should be: look at its first line and its headers";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "the request did not arrive in time";
            case HttpStatus.URI_TOO_LONG_414 -> "the path is too long";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the headers are too long";
            default -> HttpStatus.getMessage(code);
        };
    }
}
