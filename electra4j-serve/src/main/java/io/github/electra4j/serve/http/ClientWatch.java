package io.github.electra4j.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Sees that a client has gone while its request waits, and takes the request out of the queue. Nobody reads from a connection between a
 * request and its response, so that its end would be found at the response only. Here one byte is asked for now and then: if there is none,
 * the client waits; if it is the end, it has gone; if one comes, it begins the next request and is given back.
 */
final class ClientWatch {
    private static final String KEY = ClientWatch.class.getName();
    private static final long MILLIS = 200;

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    ClientWatch(Clock clock) {
        clock.every(MILLIS, () -> watched.forEach(Watched::look));
    }

    /** A request whose connection may be asked. */
    private record Client(ClientWatch watch, Connection connection) {}

    /** Remembers the connection of a request, before any route. */
    void begin(Request request) {
        request.setAttribute(
                KEY, new Client(this, request.getConnectionMetaData().getConnection()));
    }

    /**
     * Cancels work once the request's client has gone.
     *
     * @return the same work, completed when the connection is left alone again, so that a response may be written
     */
    static <T> CompletableFuture<T> over(CompletableFuture<T> work, HttpServletRequest request) {
        if (!(request.getAttribute(KEY) instanceof Client client)
                || !(client.connection() instanceof Connection.UpgradeTo)) {
            return work;
        }
        return client.watch().over(work, client.connection());
    }

    private <T> CompletableFuture<T> over(CompletableFuture<T> work, Connection connection) {
        Watched one = new Watched(connection, work);
        watched.add(one);
        return work.whenComplete((result, failure) -> one.end());
    }

    /** One request. */
    private final class Watched {
        private final Connection connection;
        private final CompletableFuture<?> work;
        private boolean ended;

        private Watched(Connection connection, CompletableFuture<?> work) {
            this.connection = connection;
            this.work = work;
        }

        private void look() {
            if (hasGone()) {
                work.cancel(false);
            }
        }

        private synchronized boolean hasGone() {
            if (ended) {
                return false;
            }
            EndPoint end = connection.getEndPoint();
            ByteBuffer one = BufferUtil.allocate(1);
            try {
                int filled = end.fill(one);
                if (filled > 0) {
                    ((Connection.UpgradeTo) connection).onUpgradeTo(one);
                    end();
                }
                return filled < 0;
            } catch (IOException e) {
                return true;
            }
        }

        private synchronized void end() {
            ended = true;
            watched.remove(this);
        }
    }
}
