package io.github.electra4j.serve.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first to see a request: it counts those under way, refuses new ones once the server stops, and tells what became of each. */
final class Reception extends Handler.Wrapper {
    private final RequestListener listener;
    private final ClientWatch clients;
    private final Refusals refusals;
    private final RequestIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int underWay;
    private boolean stopping;

    Reception(RequestListener listener, ClientWatch clients, RequestIds ids, Refusals refusals) {
        this.listener = listener;
        this.clients = clients;
        this.ids = ids;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long begin = System.nanoTime();
        String id = ids.of(request);
        Seen.begin(request, id);
        response.getHeaders().put(RequestIds.HEADER, id);
        clients.begin(request);
        boolean refused = !enter(request);
        Request.addCompletionListener(request, failure -> {
            if (!refused) {
                leave();
            }
            listener.answered(request, response.getStatus(), System.nanoTime() - begin);
        });
        if (refused) {
            refusals.answer(Problem.stopping().header(HttpHeader.CONNECTION, "close"), request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** Whether the server was told to stop. */
    boolean hasToStop() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever watches the server may ask until the end. */
    private boolean enter(Request request) {
        lock.lock();
        try {
            if (stopping && !Request.getPathInContext(request).startsWith("/health/")) {
                return false;
            }
            underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new requests, and waits for those under way; false where some are left. */
    boolean stop(Duration most) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            long left = most.toNanos();
            while (underWay > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }
}
