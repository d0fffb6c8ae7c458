package io.github.electra4j.fairness;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.Paragraph;
import io.github.electra4j.text.ParagraphReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** What is in a training text: identity terms with their neighbours, duplicates, and texts of evaluation sets. One pass, for one thread. */
public final class TextAudit {
    /** Paragraphs that are remembered for each document that is. */
    private static final int PARAGRAPHS = 20;

    private final TermContexts contexts;
    private final NearDuplicates duplicates;
    private final EvaluationOverlap overlap;
    private final LongIndex paragraphs = new LongIndex();
    private final int mostParagraphs;
    private long read;
    private long words;
    private long repeated;

    /**
     * Nothing yet.
     *
     * @param window words on each side of a term that are its neighbours
     * @param remembered documents, and twenty times as many paragraphs, that later ones are compared with
     */
    public TextAudit(TermGroups terms, int window, int remembered, EvaluationOverlap overlap) {
        contexts = new TermContexts(terms, window);
        duplicates = new NearDuplicates(remembered);
        mostParagraphs = (int) Math.min(Integer.MAX_VALUE, (long) PARAGRAPHS * remembered);
        this.overlap = overlap;
    }

    /**
     * Reads a corpus.
     *
     * @param told is given the bytes read of all files so far
     * @param stop is asked before each paragraph; what was read until then is counted
     */
    public void read(Corpus corpus, LongConsumer told, BooleanSupplier stop) throws IOException {
        long before = 0;
        for (Path file : corpus.files()) {
            try (ParagraphReader reader = corpus.read(file)) {
                for (Paragraph next = reader.next(); next != null && !stop.getAsBoolean(); next = reader.next()) {
                    add(next);
                    told.accept(before + reader.bytesRead());
                }
                before += reader.bytesRead();
            }
        }
        duplicates.end();
    }

    private void add(Paragraph paragraph) {
        List<String> text = Words.of(paragraph.text());
        long[] hashes = Words.hashes(text);
        if (paragraph.startsDocument()) {
            duplicates.begin(paragraph.file() + ":" + paragraph.line());
        }
        duplicates.add(hashes);
        contexts.add(text);
        if (!overlap.isEmpty()) {
            overlap.add(hashes);
        }
        long whole = Words.hash(new long[] {Words.hash(paragraph.text())}, 0, 1);
        boolean room = paragraphs.size() < mostParagraphs;
        int number = paragraphs.size();
        int twin = room ? paragraphs.putIfAbsent(whole, number) : paragraphs.get(whole);
        repeated += twin >= 0 && twin != number ? 1 : 0;
        read++;
        words += text.size();
    }

    /** Paragraphs. */
    public long paragraphs() {
        return read;
    }

    /** Words. */
    public long words() {
        return words;
    }

    /** Paragraphs whose exact text came before. */
    public long repeated() {
        return repeated;
    }

    /** Identity terms. */
    public TermContexts contexts() {
        return contexts;
    }

    /** Documents. */
    public NearDuplicates duplicates() {
        return duplicates;
    }

    /** Evaluation sets. */
    public EvaluationOverlap overlap() {
        return overlap;
    }
}
