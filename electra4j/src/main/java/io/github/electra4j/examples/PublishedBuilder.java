package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds examples as the authors' code does: paragraphs accumulate until they reach the target length and whatever the
 * example has no room for is thrown away, which for long paragraphs is most of the text.
 */
final class PublishedBuilder extends ExampleBuilder {
    private final List<int[]> paragraphs = new ArrayList<>();
    private int waiting;
    private int[] firstSegment = new int[1024];
    private int[] secondSegment = new int[1024];

    PublishedBuilder(ExampleOptions options, Vocabulary vocabulary, Sink sink) {
        super(options, vocabulary, sink);
    }

    @Override
    void add(int[] pieces) throws IOException {
        if (pieces.length > 0) {
            paragraphs.add(pieces);
            waiting += pieces.length;
        }
        if (waiting >= targetLength) {
            emit();
        }
    }

    @Override
    void endDocument() throws IOException {
        if (waiting > 0) {
            emit();
        }
    }

    private void emit() throws IOException {
        int half = single ? Integer.MAX_VALUE : (targetLength - PAIR_EXTRA) / 2;
        int first = 0;
        int second = 0;
        for (int[] paragraph : paragraphs) {
            // As published, a short paragraph still joins the first segment after the second has begun.
            if (first == 0
                    || first + paragraph.length < half
                    || (second == 0 && first < half && random.nextDouble() < 0.5)) {
                firstSegment = grown(firstSegment, first, paragraph.length);
                System.arraycopy(paragraph, 0, firstSegment, first, paragraph.length);
                first += paragraph.length;
            } else {
                secondSegment = grown(secondSegment, second, paragraph.length);
                System.arraycopy(paragraph, 0, secondSegment, second, paragraph.length);
                second += paragraph.length;
            }
        }
        first = Math.min(first, options.length() - 2);
        second = Math.min(second, Math.max(0, options.length() - first - PAIR_EXTRA));
        firstSegment = grown(firstSegment, first, second);
        System.arraycopy(secondSegment, 0, firstSegment, first, second);
        paragraphs.clear();
        waiting = 0;
        emit(firstSegment, 0, first, second);
    }
}
