package io.github.electra4j.serve.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/**
 * Closes connections whose headers do not come to an end. The idle timeout does not see them: a byte every few seconds is enough for it. A
 * connection is between two requests while it has received nothing since the last one was handed on.
 */
final class SlowRequests implements Connection.Listener {
    private final Duration most;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();

    /** Counts when the connection was last seen between two requests, or in one that has been handed on, and when that was. */
    private static final class Progress {
        private long bytes;
        private long requests;
        private long responses;
        private long since = System.nanoTime();
    }

    SlowRequests(Duration most, Clock clock) {
        this.most = most;
        clock.every(Math.max(10, Math.min(1000, most.toMillis() / 4)), () -> open.forEach(this::look));
    }

    @Override
    public void onOpened(Connection connection) {
        // Below it, TLS has a connection of its own.
        if (connection instanceof ConnectionMetaData) {
            open.put(connection, new Progress());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private void look(Connection connection, Progress progress) {
        long bytes = connection.getBytesIn();
        long requests = connection.getMessagesIn();
        long responses = connection.getMessagesOut();
        boolean answering = responses < requests;
        boolean moved = requests != progress.requests || responses != progress.responses;
        if (answering || moved || bytes == progress.bytes) {
            progress.bytes = bytes;
            progress.requests = requests;
            progress.responses = responses;
            progress.since = System.nanoTime();
        } else if (System.nanoTime() - progress.since > most.toNanos()) {
            connection.getEndPoint().close();
        }
    }
}
