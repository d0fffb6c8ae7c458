package io.github.electra4j.vocab;

import io.github.electra4j.text.Corpus;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Counts the words of a corpus with several threads, in bounded memory. The threads take batches of paragraphs from several
 * files in turn and count each into a table of its own. After each round, which ends at places in the text and not at a
 * time, words are forgotten if there are too many: so the counts depend on the text alone.
 */
final class WordCounter {
    private static final int LANES = 8;

    /** Of all lanes together. */
    private static final int ROUND_CHARACTERS = 1 << 24;

    /** A batch is long enough that taking it costs nothing beside counting it. */
    private static final int BATCH_CHARACTERS = 1 << 17;

    private final VocabularySettings settings;
    private final WordPieceTrainer.ProgressSink progress;
    private final int roundCharacters;
    private final int batchCharacters;
    private final List<TextCounter> counters = new ArrayList<>();
    private WordTable counted = new WordTable();
    private long characters;
    private long paragraphs;
    private long forgottenWords;
    private long forgottenOccurrences;

    WordCounter(VocabularySettings settings, WordPieceTrainer.ProgressSink progress) {
        this(settings, progress, ROUND_CHARACTERS, BATCH_CHARACTERS);
    }

    /** With rounds and batches of other lengths, for tests. */
    WordCounter(
            VocabularySettings settings,
            WordPieceTrainer.ProgressSink progress,
            int roundCharacters,
            int batchCharacters) {
        this.settings = settings;
        this.progress = progress;
        this.roundCharacters = roundCharacters;
        this.batchCharacters = batchCharacters;
        CharacterTable table = TextCounter.characters(settings.options());
        for (int i = 0; i < settings.threads(); i++) {
            counters.add(new TextCounter(table, settings.options()));
        }
    }

    /** Reads the whole corpus, once. */
    WordTable count(Corpus corpus) throws IOException {
        List<CorpusLane> lanes = CorpusLane.of(corpus, LANES);
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            while (begin(lanes)) {
                List<Callable<Void>> work = new ArrayList<>();
                for (int i = 0; i < counters.size(); i++) {
                    TextCounter counter = counters.get(i);
                    int first = i % lanes.size();
                    work.add(() -> countRound(lanes, first, counter));
                }
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
                forgetRarest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while counting words");
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            threads.shutdownNow();
            for (CorpusLane lane : lanes) {
                lane.close();
            }
        }
        paragraphs = lanes.stream().mapToLong(CorpusLane::paragraphs).sum();
        collect();
        return counted;
    }

    private boolean begin(List<CorpusLane> lanes) {
        boolean any = false;
        for (CorpusLane lane : lanes) {
            any |= lane.begin(Math.max(1, roundCharacters / lanes.size()));
        }
        return any;
    }

    /** Counts batches until all lanes rest, from its first lane while that has text and nobody else is at it. */
    private @Nullable Void countRound(List<CorpusLane> lanes, int first, TextCounter counter) throws IOException {
        List<String> batch = new ArrayList<>();
        CorpusLane lane = next(lanes, first);
        while (lane != null) {
            try {
                lane.take(batch, batchCharacters);
            } finally {
                lane.lock.unlock();
            }
            long taken = 0;
            for (String paragraph : batch) {
                counter.count(paragraph);
                taken += paragraph.length();
            }
            batch.clear();
            report(taken);
            lane = next(lanes, first);
        }
        return null;
    }

    /** A lane with text, locked; null if all rest. */
    private static @Nullable CorpusLane next(List<CorpusLane> lanes, int first) {
        CorpusLane busy = null;
        for (int i = 0; i < lanes.size(); i++) {
            CorpusLane lane = lanes.get((first + i) % lanes.size());
            if (!lane.rests()) {
                if (lane.lock.tryLock()) {
                    return lane;
                }
                busy = busy == null ? lane : busy;
            }
        }
        if (busy != null) {
            busy.lock.lock();
        }
        return busy;
    }

    private synchronized void report(long taken) {
        characters += taken;
        progress.progress("counting", characters, -1);
    }

    /** Drops the words that stand once, or twice, and so on, until as many are left as may be held. */
    private void forgetRarest() {
        long most = counters.stream().mapToLong(TextCounter::size).sum() + counted.size();
        if (most <= settings.maxWords()) {
            return;
        }
        collect();
        if (counted.size() > settings.maxWords()) {
            WordTable kept = counted.above(leastToForget(counted));
            forgottenWords += counted.size() - kept.size();
            forgottenOccurrences += counted.total() - kept.total();
            counted = kept;
        }
    }

    private long leastToForget(WordTable all) {
        long[] counts = new long[all.size()];
        Arrays.setAll(counts, all::count);
        Arrays.sort(counts);
        return counts[(int) (counts.length - settings.maxWords() - 1)];
    }

    /** Moves the threads' counts into the common table. */
    private void collect() {
        for (TextCounter counter : counters) {
            WordTable taken = counter.take();
            if (counted.size() < taken.size()) {
                taken.addAll(counted);
                counted = taken;
            } else {
                counted.addAll(taken);
            }
        }
    }

    private static IOException cause(ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
            return io;
        }
        if (e.getCause() instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(e.getCause());
    }

    /** Paragraphs read. */
    long paragraphs() {
        return paragraphs;
    }

    /** Words read, those forgotten and too long among them. */
    long words() {
        return counters.stream().mapToLong(TextCounter::words).sum();
    }

    /** Words above the tokenizer's length, which are in no table. */
    long tooLongWords() {
        return counters.stream().mapToLong(TextCounter::tooLong).sum();
    }

    /** How often a distinct word was forgotten. */
    long forgottenWords() {
        return forgottenWords;
    }

    /** Occurrences that were forgotten with these words. */
    long forgottenOccurrences() {
        return forgottenOccurrences;
    }
}
