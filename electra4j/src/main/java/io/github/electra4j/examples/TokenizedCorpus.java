package io.github.electra4j.examples;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sections of a corpus as word pieces, in the corpus's order: one thread reads, {@code threads} threads tokenize, the
 * caller's takes the results in order. The queue between them bounds the memory.
 */
final class TokenizedCorpus implements Closeable {
    /** Characters that are tokenized as one piece of work. */
    private static final int WORK_CHARACTERS = 1 << 16;

    private final Corpus corpus;
    private final List<Part> parts;
    private final Predicate<Part> wantedPart;
    private final Predicate<Section> wanted;
    private final PassedPart passed;
    private final long sectionCharacters;
    private final WordPieceTokenizer tokenizer;
    private final ExecutorService workers;
    private final BlockingQueue<Future<Item>> queue;
    private final Thread reader;
    private long finishedFileBytes;

    /** Told of each part that was read only for de-duplication to know its paragraphs. */
    @FunctionalInterface
    interface PassedPart {
        /** Called after its last file, in the reading thread, before anything behind it is handed out. */
        void passed(Part part) throws IOException;
    }

    /**
     * What the stream hands out: paragraphs, or the end of a section.
     *
     * @param part the part
     * @param section the section of the part
     * @param paragraphs some of its paragraphs, or null at its end
     * @param last at its end, whether the part ends too
     * @param reading at its end, what was met between the end of the section before and its own; else nothing. A section ends when the
     *     document behind it has begun, so that this is the text's in sum, and the same in every pass, but not quite the section's
     * @param digests the digest of each of the part's files
     * @param bytesRead bytes on disk that the reader has passed
     */
    record Item(
            Part part,
            Section section,
            @Nullable TokenizedParagraphs paragraphs,
            boolean last,
            CorpusCounts reading,
            List<Future<Source>> digests,
            long bytesRead) {

        List<Source> sources() throws IOException {
            List<Source> sources = new ArrayList<>();
            for (Future<Source> digest : digests) {
                sources.add(result(digest));
            }
            return sources;
        }
    }

    /**
     * Starts reading.
     *
     * @param wantedPart whether any section of a part is wanted
     * @param wanted whether a section is handed out
     * @param passed told of parts that are not wanted, where they were read all the same
     * @param sectionCharacters characters after which a section ends, with the document
     */
    TokenizedCorpus(
            Corpus corpus,
            List<Part> parts,
            Predicate<Part> wantedPart,
            Predicate<Section> wanted,
            PassedPart passed,
            long sectionCharacters,
            WordPieceTokenizer tokenizer,
            int threads) {
        this.corpus = corpus;
        this.parts = parts;
        this.wantedPart = wantedPart;
        this.wanted = wanted;
        this.passed = passed;
        this.sectionCharacters = sectionCharacters;
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
            int last = parts.size() - 1;
            while (last >= 0 && !wantedPart.test(parts.get(last))) {
                last--;
            }
            for (Part part : parts.subList(0, last + 1)) {
                if (wantedPart.test(part)) {
                    new PartReading(part).read();
                } else {
                    pass(part);
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

    /** Passes a part that is not wanted; read it must be only where de-duplication has to know its paragraphs. */
    private void pass(Part part) throws IOException {
        for (Path path : part.files()) {
            if (corpus.options().deduplicate()) {
                try (ParagraphReader paragraphs = corpus.read(path)) {
                    while (paragraphs.next() != null) {
                        // what it has read, de-duplication knows
                    }
                }
            }
            finishedFileBytes += Files.size(path);
        }
        if (corpus.options().deduplicate()) {
            passed.passed(part);
        }
    }

    /** One part on its way through the reader. */
    private final class PartReading {
        private final Part part;
        private final List<Future<Source>> digests = new ArrayList<>();
        private Section section;
        /** What had been met when the section began. */
        private CorpusCounts before = corpus.counts();

        private long charactersInSection;
        private int file;
        private long document;
        private long bytesRead;
        private List<Paragraph> work = new ArrayList<>();
        private long[] documents = new long[16];
        private int charactersInWork;

        PartReading(Part part) {
            this.part = part;
            this.section = new Section(part.number(), 0);
        }

        void read() throws IOException, InterruptedException {
            for (Path path : part.files()) {
                digests.add(workers.submit(() -> Source.digest(path)));
            }
            file = part.firstFile() - 1;
            for (Path path : part.files()) {
                file++;
                document = -1;
                try (ParagraphReader paragraphs = corpus.read(path)) {
                    for (Paragraph p = paragraphs.next(); p != null; p = paragraphs.next()) {
                        bytesRead = finishedFileBytes + paragraphs.bytesRead();
                        add(p);
                    }
                }
                submit();
                finishedFileBytes += Files.size(path);
                bytesRead = finishedFileBytes;
            }
            endSection(true);
        }

        private void add(Paragraph p) throws InterruptedException {
            if (p.startsDocument()) {
                document++;
                if (charactersInSection >= sectionCharacters) {
                    submit();
                    endSection(false);
                }
            }
            charactersInSection += p.text().length();
            if (wanted.test(section)) {
                if (work.size() == documents.length) {
                    documents = Arrays.copyOf(documents, work.size() * 2);
                }
                documents[work.size()] = document;
                work.add(p);
                charactersInWork += p.text().length();
                if (charactersInWork >= WORK_CHARACTERS) {
                    submit();
                }
            }
        }

        private void submit() throws InterruptedException {
            if (work.isEmpty()) {
                return;
            }
            List<Paragraph> paragraphs = work;
            long[] numbers = Arrays.copyOf(documents, work.size());
            int ofFile = file;
            Section ofSection = section;
            long read = bytesRead;
            queue.put(workers.submit(() -> new Item(
                    part,
                    ofSection,
                    TokenizedParagraphs.of(ofFile, paragraphs, numbers, tokenizer),
                    false,
                    CorpusCounts.NONE,
                    digests,
                    read)));
            work = new ArrayList<>();
            charactersInWork = 0;
        }

        private void endSection(boolean last) throws InterruptedException {
            CorpusCounts now = corpus.counts();
            if (wanted.test(section)) {
                queue.put(CompletableFuture.completedFuture(
                        new Item(part, section, null, last, now.since(before), digests, bytesRead)));
            }
            before = now;
            section = new Section(section.part(), section.number() + 1);
            charactersInSection = 0;
        }
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
