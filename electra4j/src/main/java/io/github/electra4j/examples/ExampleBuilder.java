package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts documents, given as word pieces paragraph by paragraph, into examples. What a document becomes depends on its
 * pieces, its number and the seed alone.
 *
 * <p>{@code [CLS] a [SEP] b [SEP]}, and {@code [CLS] a [SEP]} for one segment. No example reaches over a document's end.
 */
abstract sealed class ExampleBuilder permits WholeTextBuilder, PublishedBuilder {
    /** [CLS] and one [SEP]. */
    private static final int SINGLE_EXTRA = 2;
    /** [CLS] and two [SEP]. */
    static final int PAIR_EXTRA = 3;

    private static final int SHORTEST_TARGET = 5;

    /** Takes the examples. */
    @FunctionalInterface
    interface Sink {
        /** Takes one example; {@code ids} holds it in its first {@code length} places and is used again afterwards. */
        void example(int[] ids, int length, int firstLength) throws IOException;
    }

    final ExampleOptions options;
    CounterRandom random;
    /** Tokens that the present example should have, special ones included. */
    int targetLength;

    boolean single;

    private final Sink sink;
    private final int cls;
    private final int sep;
    private final int[] example;

    ExampleBuilder(ExampleOptions options, Vocabulary vocabulary, Sink sink) {
        this.options = options;
        this.sink = sink;
        this.cls = vocabulary.clsId();
        this.sep = vocabulary.sepId();
        this.example = new int[options.length()];
        this.random = CounterRandom.of(options.seed(), "examples");
    }

    static ExampleBuilder of(ExampleOptions options, Vocabulary vocabulary, Sink sink) {
        return options.keepAllText()
                ? new WholeTextBuilder(options, vocabulary, sink)
                : new PublishedBuilder(options, vocabulary, sink);
    }

    /** Begins a document: number {@code document} of file number {@code file}. The one before must have ended. */
    final void startDocument(long file, long document) {
        random = CounterRandom.of(options.seed(), "examples", file, document);
        drawShape();
    }

    /** Adds a paragraph of the document. */
    abstract void add(int[] pieces) throws IOException;

    /** Ends the document; what remains of it becomes its last example. */
    abstract void endDocument() throws IOException;

    /** Draws the target length of the next example and whether it has one segment. */
    final void drawShape() {
        targetLength = options.length();
        if (random.nextDouble() < options.shorter()) {
            targetLength = SHORTEST_TARGET + random.nextInt(options.length() - SHORTEST_TARGET + 1);
        }
        single = random.nextDouble() < options.singleSegment();
    }

    /** Pieces that fit into an example of the target length. */
    final int capacity() {
        return targetLength - (single ? SINGLE_EXTRA : PAIR_EXTRA);
    }

    /** Hands out an example of two segments, or of one where the second is empty, and draws the next one's shape. */
    final void emit(int[] pieces, int from, int first, int second) throws IOException {
        int n = 0;
        example[n++] = cls;
        System.arraycopy(pieces, from, example, n, first);
        n += first;
        example[n++] = sep;
        int firstLength = n;
        if (second > 0) {
            System.arraycopy(pieces, from + first, example, n, second);
            n += second;
            example[n++] = sep;
        }
        sink.example(example, n, firstLength);
        drawShape();
    }

    /** Where there is no room for {@code more} in an array that holds {@code used}, a larger one. */
    static int[] grown(int[] array, int used, int more) {
        return used + more <= array.length
                ? array
                : Arrays.copyOf(array, Math.max(Math.addExact(used, more), array.length * 2));
    }
}
