package io.github.electra4j.serve.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body before the route is asked, without a thread that waits for it, so that slow clients cost a connection and no more. A body
 * that is too long is refused before it is read where its length is said, and once it is too long where it is not.
 */
final class BodyReader extends Handler.Wrapper {
    private static final String BODY = BodyReader.class.getName();
    private static final byte[] NOTHING = new byte[0];

    private final Limits limits;
    private final AtomicLong held = new AtomicLong();
    private final Clock clock;

    BodyReader(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The body of a request that came through here. */
    static byte[] bodyOf(jakarta.servlet.http.HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof byte[] body ? body : NOTHING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (length <= 0 && !chunked) {
            return super.handle(request, response, callback);
        }
        if (length > limits.body()) {
            tooLong(response, callback);
            return true;
        }
        long share = length > 0 ? length : limits.body();
        if (held.addAndGet(share) > limits.bodies()) {
            held.addAndGet(-share);
            new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE_503,
                            "bodies-full",
                            "too many bodies are being read; try again later")
                    .header(HttpHeader.RETRY_AFTER, "1")
                    .header(HttpHeader.CONNECTION, "close")
                    .write(response, callback);
            return true;
        }
        Request.addCompletionListener(request, failure -> held.addAndGet(-share));
        new Reading(request, response, callback, length).start();
        return true;
    }

    private void tooLong(Response response, Callback callback) {
        new Problem(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "body-too-long",
                        "the body is longer than " + limits.body() + " bytes; send fewer texts at a time")
                .with("limit", limits.body())
                .header(HttpHeader.CONNECTION, "close")
                .write(response, callback);
    }

    private boolean next(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** The reading of one body. */
    private final class Reading implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Future<?> deadline;
        private byte[] read;
        private int count;

        private Reading(Request request, Response response, Callback callback, long length) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.read = new byte[(int) Math.max(1024, length)];
            this.deadline = clock.after(limits.reading().toMillis(), this::late);
        }

        private void start() {
            run();
        }

        /** Reads what is there, and comes again when there is more. */
        @Override
        public void run() {
            while (true) {
                Content.@Nullable Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    if (end()) {
                        callback.failed(chunk.getFailure());
                    }
                    return;
                }
                boolean fits = add(chunk.getByteBuffer());
                boolean last = chunk.isLast();
                chunk.release();
                if (!fits) {
                    if (end()) {
                        tooLong(response, callback);
                    }
                    return;
                }
                if (last) {
                    if (end()) {
                        go();
                    }
                    return;
                }
            }
        }

        private boolean add(ByteBuffer bytes) {
            int more = bytes.remaining();
            if (count + (long) more > limits.body()) {
                return false;
            }
            if (count + more > read.length) {
                read = java.util.Arrays.copyOf(
                        read, (int) Math.min(limits.body(), Math.max(2L * read.length, count + (long) more)));
            }
            bytes.get(read, count, more);
            count += more;
            return true;
        }

        private boolean end() {
            deadline.cancel(false);
            return ended.compareAndSet(false, true);
        }

        private void go() {
            request.setAttribute(BODY, count == read.length ? read : java.util.Arrays.copyOf(read, count));
            try {
                if (!next(request, response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void late() {
            if (end()) {
                new Problem(
                                HttpStatus.REQUEST_TIMEOUT_408,
                                "slow-body",
                                "the body had not arrived after "
                                        + limits.reading().toMillis() + " ms")
                        .header(HttpHeader.CONNECTION, "close")
                        .write(response, callback);
            }
        }
    }
}
