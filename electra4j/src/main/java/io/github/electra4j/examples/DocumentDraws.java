package io.github.electra4j.examples;

import io.github.electra4j.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which documents the draws alone hold out, and the ones that step in when they hold out none or all.
 *
 * @param documents number of documents
 * @param heldOut how many of them a draw below the share holds out
 * @param lowest the document with the lowest draw, the first to be held out if none is
 * @param highest the document with the highest draw, the one to train on if all are held out
 */
record DocumentDraws(
        long documents,
        long heldOut,
        @Nullable Document lowest,
        @Nullable Document highest) {
    static final DocumentDraws NONE = new DocumentDraws(0, 0, null, null);

    /** A document, by the number of its file in the corpus and its own number in the file, with its draw in [0, 1). */
    record Document(int file, long number, double draw) {
        static Document of(long seed, int file, long number) {
            double draw = CounterRandom.of(seed, "held-out", file, number).nextDouble();
            return new Document(file, number, draw);
        }
    }

    DocumentDraws plus(Document document, double share) {
        return plus(new DocumentDraws(1, document.draw < share ? 1 : 0, document, document));
    }

    DocumentDraws plus(DocumentDraws other) {
        return new DocumentDraws(
                documents + other.documents,
                heldOut + other.heldOut,
                lowest == null || (other.lowest != null && other.lowest.draw < lowest.draw) ? other.lowest : lowest,
                highest == null || (other.highest != null && other.highest.draw > highest.draw)
                        ? other.highest
                        : highest);
    }

    /** Whether the exception was drawn here: it is the lowest or highest of all, so it is that of its section too. */
    boolean hold(Document exception) {
        return exception.equals(lowest) || exception.equals(highest);
    }

    /** The document that must go to the other split than its draw says, or null where both splits have one. */
    @Nullable
    Document exception(double share) {
        if (share == 0 || documents < 2) {
            // A single document is trained on, whatever its draw.
            return share > 0 && documents == 1 && heldOut == 1 ? highest : null;
        }
        return heldOut == 0 ? lowest : heldOut == documents ? highest : null;
    }
}
