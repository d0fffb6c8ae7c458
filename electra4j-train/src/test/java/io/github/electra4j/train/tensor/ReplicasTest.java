package io.github.electra4j.train.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    @Test
    void run_interrupted_returnsOnlyWhenEveryPartHasEnded() throws InterruptedException {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger(-1);
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Replicas replicas = new Replicas(2)) {
            Thread caller = new Thread(() -> {
                try {
                    replicas.run(part -> {
                        begun.countDown();
                        await(goOn);
                        return ended.incrementAndGet();
                    });
                } catch (IllegalStateException e) {
                    seen.set(Thread.currentThread().isInterrupted() ? ended.get() : -2);
                }
            });
            caller.start();
            begun.await();
            caller.interrupt();
            caller.join(200);
            assertThat(caller.isAlive()).isTrue();

            goOn.countDown();
            caller.join();

            assertThat(seen).hasValue(2);
        }
    }

    @Test
    void run_partOutOfMemory_throwsTheErrorItself() {
        try (Replicas replicas = new Replicas(2)) {
            assertThatThrownBy(() -> replicas.run(part -> {
                        if (part == 1) {
                            throw new OutOfMemoryError("Java heap space");
                        }
                        return part;
                    }))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("Java heap space");
        }
    }

    /** The native libraries keep buffers for every thread that has ever worked. */
    @Test
    void run_afterOthersWereClosed_usesTheirThreads() {
        Set<Thread> first;
        try (Replicas replicas = new Replicas(2)) {
            first = Set.copyOf(replicas.run(part -> Thread.currentThread()));
            try (Replicas beside = new Replicas(2)) {
                assertThat(beside.run(part -> Thread.currentThread())).doesNotContainAnyElementsOf(first);
            }
        }
        try (Replicas one = new Replicas(1);
                Replicas another = new Replicas(3)) {
            List<Thread> later = new ArrayList<>(one.run(part -> Thread.currentThread()));
            later.addAll(another.run(part -> Thread.currentThread()));
            assertThat(later).containsAll(first).doesNotHaveDuplicates();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
