package io.github.electra4j.serve.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import org.eclipse.jetty.http.HttpStatus;

/** {@code POST /v1/ask} of a server without documents. */
final class NoDocuments implements Handler {
    @Override
    public void handle(Context context) {
        throw new Problem(
                        HttpStatus.NOT_FOUND_404,
                        "no-documents",
                        "this server has no documents to ask; start it with --index INDEX, which `electra index` makes")
                .exception();
    }
}
