package io.github.electra4j.serve.http;

import org.eclipse.jetty.server.Request;

/** Is told of requests, from any thread. */
interface RequestListener {
    /**
     * A request has been answered, or its client has gone.
     *
     * @param nanos since its headers were read
     */
    void answered(Request request, int status, long nanos);
}
