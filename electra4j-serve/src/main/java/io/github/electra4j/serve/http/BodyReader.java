package io.github.electra4j.serve.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body before the route is asked, without a thread that waits for it, so that slow clients cost a connection and no more. A body
 * that is too long is refused before it is read where its length is said, and once it is too long where it is not. All bodies together have a limit
 * too, which counts bytes that are here: whoever announces many and sends none takes no room from others.
 */
final class BodyReader extends Handler.Wrapper {
    private static final String BODY = BodyReader.class.getName();
    private static final byte[] NOTHING = new byte[0];

    private final Limits limits;
    private final AtomicLong held = new AtomicLong();
    private final Clock clock;
    private final Refusals refusals;

    BodyReader(Limits limits, Clock clock, Refusals refusals) {
        this.limits = limits;
        this.clock = clock;
        this.refusals = refusals;
    }

    /** The body of a request that came through here. */
    static byte[] bodyOf(jakarta.servlet.http.HttpServletRequest request) {
        return request.getAttribute(BODY) instanceof byte[] body ? body : NOTHING;
    }

    /** The same; empty where it was not read. */
    static byte[] bodyOf(Request request) {
        return request.getAttribute(BODY) instanceof byte[] body ? body : NOTHING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (length <= 0 && !chunked) {
            return super.handle(request, response, callback);
        }
        if (length > limits.maxBody()) {
            refusals.answer(tooLong(), request, response, callback);
            return true;
        }
        Share share = new Share();
        Request.addCompletionListener(request, failure -> share.giveBack());
        new Reading(request, response, callback, length, share).begin(limits, clock);
        return true;
    }

    private Problem tooLong() {
        return new Problem(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "body-too-long",
                        "the body is longer than " + limits.maxBody() + " bytes; send fewer texts at a time")
                .with("limit", limits.maxBody())
                .header(HttpHeader.CONNECTION, "close");
    }

    private static Problem noRoom() {
        return new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE_503,
                        "bodies-full",
                        "too many bodies are being read; try again later")
                .header(HttpHeader.RETRY_AFTER, "1")
                .header(HttpHeader.CONNECTION, "close");
    }

    private boolean next(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** What a request takes of the room that all bodies have, until it is answered: what has arrived, not what was announced. */
    private final class Share {
        private long bytes;
        private boolean over;

        /** Takes more; false where there is none. */
        private synchronized boolean take(long more) {
            if (over) {
                return false;
            }
            if (held.addAndGet(more) > limits.bodies()) {
                held.addAndGet(-more);
                return false;
            }
            bytes += more;
            return true;
        }

        private synchronized void giveBack() {
            over = true;
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }

    /** The reading of one body. */
    private final class Reading extends Intake {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long longest;
        private final Share share;
        private byte[] read = NOTHING;
        private int count;
        private @Nullable Problem problem;

        private Reading(Request request, Response response, Callback callback, long length, Share share) {
            super(request, callback);
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.longest = length > 0 ? length : limits.maxBody();
            this.share = share;
        }

        @Override
        boolean take(ByteBuffer bytes) {
            problem = add(bytes);
            return problem == null;
        }

        @Override
        void enough() {
            // What has come is not wanted any more, and its room is for others while the rest is on its way.
            read = NOTHING;
            share.giveBack();
            refusals.answer(Objects.requireNonNull(problem), request, response, callback);
        }

        /** Keeps what has come; returns why it cannot. */
        private @Nullable Problem add(ByteBuffer bytes) {
            long sum = count + (long) bytes.remaining();
            if (sum > longest) {
                return tooLong();
            }
            if (sum > read.length) {
                int room = (int) Math.min(longest, Math.max(2L * read.length, sum));
                if (!share.take(room - read.length)) {
                    return noRoom();
                }
                read = Arrays.copyOf(read, room);
            }
            bytes.get(read, count, bytes.remaining());
            count = (int) sum;
            return null;
        }

        @Override
        void whole() {
            request.setAttribute(BODY, count == read.length ? read : Arrays.copyOf(read, count));
            try {
                if (!next(request, response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        @Override
        void late() {
            new Problem(
                            HttpStatus.REQUEST_TIMEOUT_408,
                            "slow-body",
                            "the body had not arrived after " + limits.reading().toMillis() + " ms")
                    .header(HttpHeader.CONNECTION, "close")
                    .write(request, response, callback);
        }
    }
}
