package io.github.electra4j.examples;

import io.github.electra4j.examples.DocumentDraws.Document;
import io.github.electra4j.vocab.Vocabulary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the tokenized paragraphs of one part, in order, into its shards. */
final class PartWriter implements Closeable {
    private final Part part;
    private final ExampleOptions options;
    private final @Nullable Document exception;
    private final SplitWriter train;
    private final SplitWriter heldOut;
    private final ExampleBuilder builder;

    private int file = -1;
    private long document;
    /** Whether the present document has given a word piece. */
    private boolean begun;

    private SplitWriter split;
    private DocumentDraws draws = DocumentDraws.NONE;

    PartWriter(Part part, Path folder, ExampleOptions options, Vocabulary vocabulary, @Nullable Document exception) {
        this.part = part;
        this.options = options;
        this.exception = exception;
        int bytesPerId = ShardWriter.bytesPerId(vocabulary.size());
        this.train = new SplitWriter(folder, String.format("train-%05d", part.number()), bytesPerId);
        this.heldOut = new SplitWriter(folder, String.format("held-out-%05d", part.number()), bytesPerId);
        this.split = train;
        this.builder = ExampleBuilder.of(options, vocabulary, (ids, length, first) -> split.add(ids, length, first));
    }

    void add(TokenizedParagraphs paragraphs) throws IOException {
        for (int i = 0; i < paragraphs.size(); i++) {
            if (paragraphs.startsDocument()[i]) {
                endDocument();
                document = paragraphs.file() == file ? document + 1 : 0;
                file = paragraphs.file();
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
        if (exception != null && exception.is(file, document)) {
            out = !out;
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
    Part.Done finish(List<Source> sources) throws IOException {
        endDocument();
        return new Part.Done(part.firstFile(), sources, draws, exception, train.finish(), heldOut.finish());
    }

    @Override
    public void close() throws IOException {
        try (train) {
            heldOut.close();
        }
    }
}
