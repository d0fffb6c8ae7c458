package io.github.electra4j.examples;

import io.github.electra4j.examples.DocumentDraws.Document;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.vocab.Vocabulary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the tokenized paragraphs of one section, in order, into its shards. */
final class SectionWriter implements Closeable {
    private final ExampleOptions options;
    private final @Nullable Document exception;
    private final SplitWriter train;
    private final SplitWriter heldOut;
    private final ExampleBuilder builder;

    private int file = -1;
    private long document;
    /** Whether the present document has given a word piece. */
    private boolean begun;

    private @Nullable Document excepted;
    private SplitWriter split;
    private DocumentDraws draws = DocumentDraws.NONE;

    SectionWriter(
            Section section, Path folder, ExampleOptions options, Vocabulary vocabulary, @Nullable Document exception) {
        this.options = options;
        this.exception = exception;
        int bytesPerId = ShardWriter.bytesPerId(vocabulary.size());
        this.train = new SplitWriter(folder, "train-" + section.suffix(), bytesPerId);
        this.heldOut = new SplitWriter(folder, "held-out-" + section.suffix(), bytesPerId);
        this.split = train;
        this.builder = ExampleBuilder.of(options, vocabulary, (ids, length, first) -> split.add(ids, length, first));
    }

    void add(TokenizedParagraphs paragraphs) throws IOException {
        for (int i = 0; i < paragraphs.size(); i++) {
            if (paragraphs.file() != file || paragraphs.documents()[i] != document) {
                endDocument();
                file = paragraphs.file();
                document = paragraphs.documents()[i];
            }
            int[] pieces = paragraphs.pieces()[i];
            if (pieces.length > 0 && !begun) {
                startDocument();
            }
            split.count(paragraphs.counts(i));
            if (pieces.length > 0) {
                builder.add(pieces);
            }
        }
    }

    private void startDocument() {
        begun = true;
        Document drawn = Document.of(options.seed(), file, document);
        draws = draws.plus(drawn, options.heldOut());
        boolean out = drawn.draw() < options.heldOut();
        if (drawn.equals(exception)) {
            out = !out;
            excepted = drawn;
        }
        split = out ? heldOut : train;
        split.count(new Counts(1, 0, 0, 0, 0, 0, 0, 0));
        builder.startDocument(file, document);
    }

    private void endDocument() throws IOException {
        if (begun) {
            builder.endDocument();
            begun = false;
        }
    }

    /** Completes the shards. */
    Section.Done finish(Part part, boolean last, List<Source> sources, CorpusCounts reading) throws IOException {
        endDocument();
        return new Section.Done(
                part.firstFile(), last, sources, reading, draws, excepted, train.finish(), heldOut.finish());
    }

    @Override
    public void close() throws IOException {
        try (train) {
            heldOut.close();
        }
    }
}
