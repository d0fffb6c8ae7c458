package io.github.electra4j.serve.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The arrival of one body, without a thread that waits for it: what has come is taken until the body is whole, no more is wanted or it is late. One
 * of these is told, once.
 */
abstract class Intake implements Runnable {
    private final Request request;
    private final Callback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Future<?> deadline;

    Intake(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    /** Takes what comes from now on, for as long as a request may take to arrive. */
    final void begin(Limits limits, Clock clock) {
        deadline = clock.after(limits.reading().toMillis(), () -> {
            if (ended.compareAndSet(false, true)) {
                late();
            }
        });
        run();
    }

    /** Takes what is there, and comes again when there is more. */
    @Override
    public final void run() {
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
            boolean goesOn = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!goesOn || last) {
                finish(goesOn);
                return;
            }
        }
    }

    private void finish(boolean whole) {
        if (!end()) {
            return;
        }
        if (whole) {
            whole();
        } else {
            enough();
        }
    }

    private boolean end() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        return ended.compareAndSet(false, true);
    }

    /** Takes some bytes; false where no more are wanted. */
    abstract boolean take(ByteBuffer bytes);

    /** All of it has come. */
    abstract void whole();

    /** No more was wanted. */
    abstract void enough();

    /** It had not all come in time. */
    abstract void late();
}
