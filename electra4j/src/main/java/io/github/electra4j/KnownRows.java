package io.github.electra4j;

import io.github.electra4j.task.Answering;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.RowAnswer;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.extraction.ExtractionFile;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers to rows of the task that a network was fine-tuned for, and how many of them were cut; counted by several threads. */
final class KnownRows {
    private final Engine engine;
    private final WordPieceTokenizer tokenizer;
    private final int maxLength;
    private final BatchRunner batches;
    private final ModelTask task;
    /** Those of the other network of a task that has two; else null. */
    private final @Nullable KnownRows second;

    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    KnownRows(
            Engine engine,
            WordPieceTokenizer tokenizer,
            int maxLength,
            BatchRunner batches,
            ModelTask task,
            @Nullable KnownRows second) {
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
        this.batches = batches;
        this.task = task;
        this.second = second;
    }

    /** The same network for a task that it has together with another. */
    KnownRows with(ModelTask both, KnownRows other) {
        return new KnownRows(engine, tokenizer, maxLength, batches, both, other);
    }

    ModelTask task() {
        return task;
    }

    <R extends TaskRow, W extends Window, A> List<A> answers(TaskRows<R, W, A> rows, boolean parallel) {
        return answers(encoded(rows), parallel);
    }

    <R extends TaskRow, W extends Window, A> List<RowAnswer<A>> rowAnswers(TaskRows<R, W, A> rows) {
        EncodedRows<R, W, A> encoded = encoded(rows);
        List<A> answers = answers(encoded, true);
        return IntStream.range(0, answers.size())
                .mapToObj(row -> new RowAnswer<>(answers.get(row), encoded.isCut(row)))
                .toList();
    }

    private <R extends TaskRow, W extends Window, A> EncodedRows<R, W, A> encoded(TaskRows<R, W, A> rows) {
        EncodedRows<R, W, A> encoded = rows.encode(tokenizer, maxLength);
        asked.addAndGet(rows.size());
        cut.addAndGet(encoded.cutTexts());
        return encoded;
    }

    private <R extends TaskRow, W extends Window, A> List<A> answers(EncodedRows<R, W, A> encoded, boolean parallel) {
        float[] scores = encoded.newScores();
        batches.run(
                encoded.windowLengths(),
                encoded::windowBatch,
                parallel,
                (numbers, batch) -> encoded.place(engine.score(batch), numbers, scores));
        List<A> first = encoded.answers(scores).answers();
        KnownRows other = second;
        return other == null
                ? first
                : encoded.rows().task().completed(first, new Answering() {
                    @Override
                    public <R2 extends TaskRow, W2 extends Window, A2> List<A2> answer(TaskRows<R2, W2, A2> more) {
                        return other.answers(more, parallel);
                    }
                });
    }

    long cutTexts() {
        return cut.get();
    }

    OptionalLong cutPairs() {
        return second == null ? OptionalLong.empty() : OptionalLong.of(second.cutTexts());
    }

    List<String> cutSaid() {
        return (second == null ? said("") : Stream.concat(said(""), second.said(ExtractionFile.RELATIONS + ": ")))
                .toList();
    }

    /** A sentence, where something was cut. */
    private Stream<String> said(String prefix) {
        return Stream.of(cut.get())
                .filter(count -> count > 0)
                .map(count -> prefix + task.task().limit(maxLength).cut(count + " of " + asked));
    }
}
