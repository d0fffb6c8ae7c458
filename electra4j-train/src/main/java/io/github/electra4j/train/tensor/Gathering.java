package io.github.electra4j.train.tensor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** One exchange of values among replicas, amid a part of a step: each gives its own, and waits for those of all. */
public final class Gathering {
    private final List<CompletableFuture<float[]>> given;

    /**
     * A replica's place in it.
     *
     * @param number from 0
     */
    public record Seat(Gathering gathering, int number) {
        /**
         * Gives the values of this replica, and waits for the others'.
         *
         * @return one array a replica, in their order
         * @throws RuntimeException or {@link Error}: what another replica failed with
         */
        public List<float[]> gather(float[] own) {
            give(own);
            try {
                return gathering.given.stream().map(CompletableFuture::join).toList();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException exception ? exception : e;
            }
        }

        /** Gives values, and waits for none. */
        public void give(float[] own) {
            gathering.given.get(number).complete(own);
        }

        /** Lets nobody wait for a replica that has failed. */
        public void fail(Throwable cause) {
            gathering.given.get(number).completeExceptionally(cause);
        }
    }

    /** An exchange among so many replicas. */
    public Gathering(int replicas) {
        given = IntStream.range(0, replicas)
                .mapToObj(i -> new CompletableFuture<float[]>())
                .toList();
    }

    /** The place of a replica, from 0. */
    public Seat seat(int number) {
        return new Seat(this, number);
    }

    /** The place of one that has no others. */
    public static Seat alone() {
        return new Gathering(1).seat(0);
    }
}
