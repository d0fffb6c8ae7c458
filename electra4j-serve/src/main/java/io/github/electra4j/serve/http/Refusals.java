package io.github.electra4j.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests whose bodies nobody wants. What comes of a body is let in and thrown away before: most clients read no answer while they send,
 * and a connection that is closed with bytes unread is reset, which may take the answer along (RFC 9112, section 9.6). Neither memory nor a thread
 * is held meanwhile. A client that asks before it sends ({@code Expect: 100-continue}), or that announces more than is let in, is answered at once.
 */
final class Refusals {
    /** Bytes above the longest body that are let in. */
    private static final long BEYOND = 8L << 20;

    private final Limits limits;
    private final Clock clock;

    Refusals(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    void answer(Problem problem, Request request, Response response, Callback callback) {
        long length = request.getLength();
        boolean hasBody = length > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody || length > most() || request.getHeaders().contains(HttpHeader.EXPECT)) {
            problem.write(request, response, callback);
        } else {
            new Emptying(problem, request, response, callback).begin(limits, clock);
        }
    }

    private long most() {
        return limits.maxBody() + BEYOND;
    }

    /** The end of one body. */
    private final class Emptying extends Intake {
        private final Problem problem;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private long left = most();

        private Emptying(Problem problem, Request request, Response response, Callback callback) {
            super(request, callback);
            this.problem = problem;
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        boolean take(ByteBuffer bytes) {
            left -= bytes.remaining();
            return left >= 0;
        }

        @Override
        void whole() {
            problem.write(request, response, callback);
        }

        @Override
        void enough() {
            problem.header(HttpHeader.CONNECTION, "close").write(request, response, callback);
        }

        @Override
        void late() {
            enough();
        }
    }
}
