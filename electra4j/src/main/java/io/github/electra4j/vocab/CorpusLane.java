package io.github.electra4j.vocab;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A part of a corpus, every so-manieth file, that is read from begin to end by whoever comes. Several lanes are unpacked at
 * once. Who calls a method holds the {@link #lock}, but for {@link #rests}.
 */
final class CorpusLane implements Closeable {
    final ReentrantLock lock = new ReentrantLock();

    private final Corpus corpus;
    private final Iterator<Path> files;
    private @Nullable ParagraphReader reader;
    private long paragraphs;
    private long characters;
    private long roundEnd;
    private volatile boolean ended;
    private volatile boolean rests = true;

    private CorpusLane(Corpus corpus, List<Path> files) {
        this.corpus = corpus;
        this.files = files.iterator();
    }

    /**
     * Deals the files of a corpus out. The number of lanes does not depend on the machine, since rounds depend on it; and what
     * is a duplicate depends on the order of reading, so there is one lane where duplicates are dropped.
     */
    static List<CorpusLane> of(Corpus corpus, int most) {
        int n = corpus.options().deduplicate()
                ? 1
                : Math.min(most, corpus.files().size());
        List<CorpusLane> lanes = new ArrayList<>();
        for (int lane = 0; lane < n; lane++) {
            List<Path> files = new ArrayList<>();
            for (int file = lane; file < corpus.files().size(); file += n) {
                files.add(corpus.files().get(file));
            }
            lanes.add(new CorpusLane(corpus, files));
        }
        return lanes;
    }

    /** Lets the lane go on for a round of so many characters; returns whether there may be any. */
    boolean begin(int roundCharacters) {
        roundEnd = characters + roundCharacters;
        rests = ended;
        return !ended;
    }

    /** Whether the round, or the lane, has no more text. */
    boolean rests() {
        return rests;
    }

    /** Puts the next paragraphs, about so many characters, into a list; nothing if the lane rests. */
    void take(List<String> batch, int batchCharacters) throws IOException {
        long batchEnd = characters + batchCharacters;
        while (!rests && characters < batchEnd) {
            Paragraph paragraph = reader == null ? null : reader.next();
            if (paragraph != null) {
                batch.add(paragraph.text());
                characters += paragraph.text().length();
                paragraphs++;
                rests = characters >= roundEnd;
                continue;
            }
            close();
            if (files.hasNext()) {
                reader = corpus.read(files.next());
            } else {
                ended = true;
                rests = true;
            }
        }
    }

    /** Paragraphs taken so far. */
    long paragraphs() {
        return paragraphs;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
