package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;

/**
 * Puts every word piece of a document into exactly one example, in the order of the text. A paragraph that is longer than
 * an example goes on in the next one; the cut falls between two words where that leaves the example at least half full.
 */
final class WholeTextBuilder extends ExampleBuilder {
    private final boolean[] continuation;
    /** Pieces [start, end) wait for their example. */
    private int[] pieces = new int[1024];

    private int start;
    private int end;
    /** Ends of the waiting paragraphs, places in {@code pieces}: [firstBreak, breakCount) of them lie ahead. */
    private int[] breaks = new int[64];

    private int firstBreak;
    private int breakCount;

    WholeTextBuilder(ExampleOptions options, Vocabulary vocabulary, Sink sink) {
        super(options, vocabulary, sink);
        this.continuation = new boolean[vocabulary.size()];
        for (int id = 0; id < continuation.length; id++) {
            continuation[id] = vocabulary.token(id).startsWith("##");
        }
    }

    @Override
    void add(int[] paragraph) throws IOException {
        compact();
        pieces = grown(pieces, end, paragraph.length);
        System.arraycopy(paragraph, 0, pieces, end, paragraph.length);
        end += paragraph.length;
        breaks = grown(breaks, breakCount, 1);
        breaks[breakCount++] = end;
        // One piece more than fits shows whether a word goes on behind the cut.
        while (end - start > capacity()) {
            emit(wordBoundary(capacity()));
        }
    }

    @Override
    void endDocument() throws IOException {
        while (end > start) {
            int waiting = end - start;
            emit(waiting <= capacity() ? waiting : wordBoundary(capacity()));
        }
        start = 0;
        end = 0;
        firstBreak = 0;
        breakCount = 0;
    }

    private void emit(int n) throws IOException {
        int first = single ? n : firstSegment(n);
        emit(pieces, start, first, n - first);
        start += n;
        while (firstBreak < breakCount && breaks[firstBreak] <= start) {
            firstBreak++;
        }
    }

    /**
     * How many of the next {@code n} pieces make the first segment, by the published rule: paragraphs as long as they stay
     * below half of the target, and the one that crosses it with probability 1/2, the first one always. A paragraph that
     * would fill the example alone is cut at half.
     */
    private int firstSegment(int n) {
        int half = (targetLength - PAIR_EXTRA) / 2;
        int first = 0;
        for (int b = firstBreak; first < n; b++) {
            int to = Math.min(n, breaks[b] - start);
            if (first > 0 && to >= half && (first >= half || random.nextDouble() >= 0.5)) {
                break;
            }
            first = to;
        }
        return first == n && n > half && half > 0 ? wordBoundary(half) : first;
    }

    /** The last word boundary among the next {@code n} pieces, or {@code n} where none lies in their second half. */
    private int wordBoundary(int n) {
        int cut = n;
        while (cut * 2 > n && continuation[pieces[start + cut]]) {
            cut--;
        }
        return cut * 2 > n ? cut : n;
    }

    private void compact() {
        if (start > 0) {
            System.arraycopy(pieces, start, pieces, 0, end - start);
            for (int b = firstBreak; b < breakCount; b++) {
                breaks[b - firstBreak] = breaks[b] - start;
            }
            breakCount -= firstBreak;
            firstBreak = 0;
            end -= start;
            start = 0;
        }
    }
}
