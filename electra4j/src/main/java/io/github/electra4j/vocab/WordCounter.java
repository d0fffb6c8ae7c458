package io.github.electra4j.vocab;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Counts the words of a corpus with several threads, in bounded memory. The threads take batches of paragraphs in turn and
 * count each into a table of its own. After each round, which ends at a place in the text and not at a time, words are
 * forgotten if there are too many: so the counts depend on the text alone.
 */
final class WordCounter {
    /** A batch is long enough that taking it costs nothing beside counting it. */
    private static final int BATCH_CHARACTERS = 1 << 17;

    private static final int ROUND_CHARACTERS = 1 << 24;

    private final VocabularySettings settings;
    private final WordPieceTrainer.ProgressSink progress;
    private final int batchCharacters;
    private final int roundCharacters;

    private final List<TextCounter> counters = new ArrayList<>();
    private long paragraphs;
    private long forgottenWords;
    private long forgottenOccurrences;

    /** The place in the corpus; only for threads that hold the lock on this. */
    private Iterator<Path> files = List.<Path>of().iterator();

    private @Nullable ParagraphReader reader;
    private long characters;
    private long roundEnd;

    WordCounter(VocabularySettings settings, WordPieceTrainer.ProgressSink progress) {
        this(settings, progress, BATCH_CHARACTERS, ROUND_CHARACTERS);
    }

    /** With batches and rounds of other lengths, for tests. */
    WordCounter(
            VocabularySettings settings,
            WordPieceTrainer.ProgressSink progress,
            int batchCharacters,
            int roundCharacters) {
        this.settings = settings;
        this.progress = progress;
        this.batchCharacters = batchCharacters;
        this.roundCharacters = roundCharacters;
        CharacterTable characters = TextCounter.characters(settings.options());
        for (int i = 0; i < settings.threads(); i++) {
            counters.add(new TextCounter(characters, settings.options()));
        }
    }

    /** Reads the whole corpus, once. */
    WordTable count(Corpus corpus) throws IOException {
        files = corpus.files().iterator();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            boolean more = true;
            while (more) {
                roundEnd = characters + roundCharacters;
                List<Callable<Boolean>> work = new ArrayList<>();
                for (TextCounter counter : counters) {
                    work.add(() -> countRound(corpus, counter));
                }
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    more &= done.get();
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
            if (reader != null) {
                reader.close();
            }
        }
        return merged();
    }

    /** Counts batches until the round ends; returns whether the corpus goes on. */
    private boolean countRound(Corpus corpus, TextCounter counter) throws IOException {
        List<String> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            batch.clear();
            synchronized (this) {
                if (characters >= roundEnd) {
                    return true;
                }
                more = take(corpus, batch);
                progress.progress("counting", characters, -1);
            }
            batch.forEach(counter::count);
        }
        return false;
    }

    private boolean take(Corpus corpus, List<String> batch) throws IOException {
        long end = characters + batchCharacters;
        while (characters < end) {
            Paragraph paragraph = reader == null ? null : reader.next();
            if (paragraph != null) {
                batch.add(paragraph.text());
                characters += paragraph.text().length();
                paragraphs++;
                continue;
            }
            if (reader != null) {
                reader.close();
                reader = null;
            }
            if (!files.hasNext()) {
                return false;
            }
            reader = corpus.read(files.next());
        }
        return true;
    }

    /** Drops the words that stand once, or twice, and so on, until as many are left as may be held. */
    private void forgetRarest() {
        if (counters.stream().mapToLong(c -> c.table().size()).sum() <= settings.maxWords()) {
            return;
        }
        WordTable all = merged();
        if (all.size() > settings.maxWords()) {
            WordTable kept = all.above(leastToForget(all));
            forgottenWords += all.size() - kept.size();
            forgottenOccurrences += all.total() - kept.total();
            counters.get(0).table(kept);
        }
    }

    private long leastToForget(WordTable all) {
        long[] counts = new long[all.size()];
        Arrays.setAll(counts, all::count);
        Arrays.sort(counts);
        return counts[(int) (counts.length - settings.maxWords() - 1)];
    }

    /** Moves all counts into the first thread's table. */
    private WordTable merged() {
        WordTable all = counters.get(0).table();
        for (TextCounter other : counters.subList(1, counters.size())) {
            all.addAll(other.table());
            other.table(new WordTable());
        }
        return all;
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
