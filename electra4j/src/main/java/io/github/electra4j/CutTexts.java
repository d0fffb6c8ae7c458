package io.github.electra4j;

import io.github.electra4j.task.EncodedRows;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** How many rows a network was asked so far, and of how many something was cut; counted by several threads. */
final class CutTexts {
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    <E extends EncodedRows<?, ?, ?>> E counted(E encoded) {
        rows.addAndGet(encoded.rows().size());
        cut.addAndGet(encoded.cutTexts());
        return encoded;
    }

    long count() {
        return cut.get();
    }

    /** As a sentence where something was cut. */
    Stream<String> said(String prefix, ModelTask task, int maxLength) {
        return Stream.of(cut.get())
                .filter(count -> count > 0)
                .map(count -> prefix + "cut " + count + " of " + rows + " "
                        + task.task().limit(maxLength).cutTo());
    }
}
