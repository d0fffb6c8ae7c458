package io.github.electra4j.serve.http;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

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
            new Emptying(problem, request, response, callback).run();
        }
    }

    private long most() {
        return limits.maxBody() + BEYOND;
    }

    /** The end of one body. */
    private final class Emptying implements Runnable {
        private final Problem problem;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Future<?> deadline;
        private long left = most();

        private Emptying(Problem problem, Request request, Response response, Callback callback) {
            this.problem = problem;
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.deadline = clock.after(limits.reading().toMillis(), () -> end(true));
        }

        /** Throws away what is there, and comes again when there is more. */
        @Override
        public void run() {
            while (left >= 0) {
                Content.@Nullable Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    if (isFirst()) {
                        callback.failed(chunk.getFailure());
                    }
                    return;
                }
                left -= chunk.remaining();
                boolean last = chunk.isLast();
                chunk.release();
                if (last) {
                    end(false);
                    return;
                }
            }
            end(true);
        }

        private void end(boolean early) {
            if (isFirst()) {
                (early ? problem.header(HttpHeader.CONNECTION, "close") : problem).write(request, response, callback);
            }
        }

        private boolean isFirst() {
            deadline.cancel(false);
            return ended.compareAndSet(false, true);
        }
    }
}
