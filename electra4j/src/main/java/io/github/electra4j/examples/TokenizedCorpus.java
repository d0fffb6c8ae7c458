package io.github.electra4j.examples;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a corpus as word pieces, in the corpus's order: one thread reads, {@code threads} threads tokenize, the
 * caller's takes the results in order. The queue between them bounds the memory.
 */
final class TokenizedCorpus implements Closeable {
    /** Characters that are tokenized as one piece of work. */
    private static final int WORK_CHARACTERS = 1 << 16;

    private final Corpus corpus;
    private final List<Part> parts;
    private final boolean[] wanted;
    private final WordPieceTokenizer tokenizer;
    private final ExecutorService workers;
    private final BlockingQueue<Future<Item>> queue;
    private final Thread reader;
    private long finishedFileBytes;

    /**
     * What the stream hands out: paragraphs, or the end of a part with the digests of its files.
     *
     * @param part the part
     * @param paragraphs some of its paragraphs, or null at its end
     * @param digests at its end, the digest of each of its files
     * @param bytesRead bytes on disk that the reader has passed
     */
    record Item(Part part, @Nullable TokenizedParagraphs paragraphs, List<Future<Source>> digests, long bytesRead) {

        List<Source> sources() throws IOException {
            List<Source> sources = new ArrayList<>();
            for (Future<Source> digest : digests) {
                sources.add(result(digest));
            }
            return sources;
        }
    }

    /** Starts reading those parts that are {@code wanted}. */
    TokenizedCorpus(Corpus corpus, List<Part> parts, boolean[] wanted, WordPieceTokenizer tokenizer, int threads) {
        this.corpus = corpus;
        this.parts = parts;
        this.wanted = wanted;
        this.tokenizer = tokenizer;
        this.workers = Executors.newFixedThreadPool(threads, task -> daemon(task, "tokenize"));
        this.queue = new ArrayBlockingQueue<>(8 + 4 * threads);
        this.reader = daemon(this::readAll, "read");
        reader.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "examples-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** The next item, or null after the last part. */
    @Nullable
    Item next() throws IOException {
        try {
            Future<Item> item = queue.take();
            return item == END ? null : result(item);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static final Future<Item> END = new CompletableFuture<>();

    private void readAll() {
        try {
            int last = wanted.length - 1;
            while (last >= 0 && !wanted[last]) {
                last--;
            }
            for (int i = 0; i <= last; i++) {
                if (wanted[i] || corpus.options().deduplicate()) {
                    read(parts.get(i), wanted[i]);
                }
            }
            queue.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed before the end: nobody listens any more
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        try {
            queue.put(CompletableFuture.failedFuture(e));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one part; one that is not wanted is read only so that de-duplication knows its paragraphs. */
    private void read(Part part, boolean want) throws IOException, InterruptedException {
        List<Future<Source>> digests = new ArrayList<>();
        for (int i = 0; i < part.files().size(); i++) {
            Path path = part.files().get(i);
            if (want) {
                digests.add(workers.submit(() -> Source.digest(path)));
            }
            try (ParagraphReader paragraphs = corpus.read(path)) {
                List<Paragraph> work = new ArrayList<>();
                int characters = 0;
                for (Paragraph p = paragraphs.next(); p != null; p = paragraphs.next()) {
                    if (want) {
                        work.add(p);
                        characters += p.text().length();
                        if (characters >= WORK_CHARACTERS) {
                            submit(part, part.firstFile() + i, work, finishedFileBytes + paragraphs.bytesRead());
                            work = new ArrayList<>();
                            characters = 0;
                        }
                    }
                }
                if (!work.isEmpty()) {
                    submit(part, part.firstFile() + i, work, finishedFileBytes + paragraphs.bytesRead());
                }
            }
            finishedFileBytes += Files.size(path);
        }
        if (want) {
            queue.put(CompletableFuture.completedFuture(new Item(part, null, digests, finishedFileBytes)));
        }
    }

    private void submit(Part part, int file, List<Paragraph> work, long bytesRead) throws InterruptedException {
        queue.put(workers.submit(
                () -> new Item(part, TokenizedParagraphs.of(file, work, tokenizer), List.of(), bytesRead)));
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped =
                new InterruptedIOException("stopped while building examples; the same command goes on");
        stopped.initCause(e);
        return stopped;
    }

    /** Stops all threads and waits for the reader, so that no file stays open. */
    @Override
    public void close() throws IOException {
        workers.shutdownNow();
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
