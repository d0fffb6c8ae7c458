package io.github.electra4j.serve.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue with work that doubles numbers, and that can be held. */
@Timeout(30)
class BatchQueueTest {
    private static final String HOLD = "hold";
    private static final String KIND = "kind";

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final BatchQueue<String, Integer, Integer> queue =
            new BatchQueue<>(10, 1, new Batching(4, 10_000), this::doubled, (kind, inputs, length, nanos) -> {});

    private List<Integer> doubled(String kind, List<Integer> inputs) {
        if (kind.equals(HOLD)) {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        } else {
            batches.add(List.copyOf(inputs));
        }
        if (inputs.contains(-1)) {
            throw new IllegalArgumentException("minus one");
        }
        return inputs.stream().map(i -> 2 * i).toList();
    }

    @AfterEach
    void close() {
        release.countDown();
        queue.close();
    }

    private CompletableFuture<List<Integer>> submit(int... inputs) throws QueueFullException {
        return queue.submit(KIND, IntStream.of(inputs).boxed().toList(), inputs);
    }

    /** Keeps the only thread busy, so that what follows waits. */
    private void hold() throws Exception {
        queue.submit(HOLD, List.of(0), new int[] {1});
        held.await();
    }

    @Test
    void inputsThatWait_areComputedTogetherByLength() throws Exception {
        hold();
        CompletableFuture<List<Integer>> first = submit(10, 500);
        CompletableFuture<List<Integer>> second = submit(11, 510, 9);
        release.countDown();

        assertThat(first.get()).containsExactly(20, 1000);
        assertThat(second.get()).containsExactly(22, 1020, 18);
        // Beside one of 500, one of 10 would be padding for the most part.
        // Nor are the last two computed together: whoever comes next would wait for both.
        assertThat(batches).containsExactly(List.of(10, 11, 9), List.of(500), List.of(510));
    }

    /** Of 320 a third is 106, of which a batch has its most, four of twenty; so it has of 240, and of 160 two, of 53. */
    @Test
    void batches_ofMany_haveTheirMost_andOfFewAThird() throws Exception {
        try (BatchQueue<String, Integer, Integer> large =
                new BatchQueue<>(20, 1, new Batching(4, 10_000), this::doubled, (kind, inputs, length, nanos) -> {})) {
            large.submit(HOLD, List.of(0), new int[] {1});
            held.await();
            int[] twenties = IntStream.generate(() -> 20).limit(16).toArray();
            CompletableFuture<List<Integer>> sixteen =
                    large.submit(KIND, IntStream.of(twenties).boxed().toList(), twenties);
            release.countDown();

            assertThat(sixteen.get()).hasSize(16);
        }
        assertThat(batches).extracting(List::size).containsExactly(4, 4, 2, 2, 1, 1, 1, 1);
    }

    @Test
    void fullQueue_takesAllInputsOfARequestOrNone() throws Exception {
        hold();
        submit(1, 2, 3, 4, 5, 6, 7);

        assertThatThrownBy(() -> submit(1, 2, 3, 4))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("4 inputs, and 7 of at most 10 wait already");
        assertThat(queue.size()).isEqualTo(7);
        submit(1, 2, 3);
        assertThat(queue.size()).isEqualTo(10);
    }

    @Test
    void cancelledRequest_leavesTheQueue() throws Exception {
        hold();
        CompletableFuture<List<Integer>> cancelled = submit(1, 2);
        CompletableFuture<List<Integer>> late = submit(3);
        CompletableFuture<List<Integer>> kept = submit(4);
        cancelled.cancel(false);
        late.orTimeout(10, TimeUnit.MILLISECONDS);

        assertThatThrownBy(late::get).hasCauseInstanceOf(TimeoutException.class);
        while (queue.size() > 1) {
            Thread.onSpinWait();
        }
        release.countDown();
        assertThat(kept.get()).containsExactly(8);
        assertThat(batches).containsExactly(List.of(4));
    }

    @Test
    void inputThatFails_failsItsRequestAlone() throws Exception {
        hold();
        CompletableFuture<List<Integer>> bad = submit(-1);
        CompletableFuture<List<Integer>> good = submit(3);
        release.countDown();

        assertThat(good.get()).containsExactly(6);
        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(submit(5).get()).containsExactly(10);
    }

    @Test
    void closedQueue_computesWhatWaitsAndRefusesMore() throws Exception {
        hold();
        CompletableFuture<List<Integer>> waiting = submit(7);
        queue.close();
        release.countDown();

        assertThat(waiting.get()).containsExactly(14);
        assertThatThrownBy(() -> submit(1)).isInstanceOf(RejectedExecutionException.class);
        assertThat(queue.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void listenerThatFails_leavesTheThreadAtWork() throws Exception {
        try (BatchQueue<String, Integer, Integer> told =
                new BatchQueue<>(10, 1, new Batching(4, 10_000), this::doubled, (kind, inputs, length, nanos) -> {
                    throw new IllegalStateException("a listener that fails");
                })) {
            for (int i = 1; i < 4; i++) {
                assertThat(told.submit(KIND, List.of(i), new int[] {1}).get(10, TimeUnit.SECONDS))
                        .containsExactly(2 * i);
            }
        }
    }

    @Test
    void noInputs_areAnsweredAtOnce() throws Exception {
        assertThat(submit().get()).isEmpty();
    }
}
