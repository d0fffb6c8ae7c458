package io.github.electra4j.task.relation;

import io.github.electra4j.task.LeastLength;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What stands around the two mentions of a relation, and cuts the text where it does not fit.
 *
 * <p>Around the head stands {@code @}, around the tail {@code #}, and inside them, where a mention's kind is known, that between {@code *} or
 * {@code ^}: {@code @ * person * Ada @ wrote # ^ work ^ it #} (typed punctuation markers: Zhou and Chen, AACL 2022, section 3.2). A vocabulary
 * made of a text has the marks that are in it alone, so that others stand in for those it lacks.
 */
public enum Markers {
    /** Pieces that pre-training has seen: the first four of these that the vocabulary has, from what a text seldom has to what it often has. */
    PUNCTUATION("@ # * ^ | ~ = + \\ & % $ / ` ; ! : ? 「 」 、 。 ( ) \" ' - , ."),
    /** Pieces that it has not: free slots of the vocabulary. */
    UNUSED("[unused1] [unused2] [unused3] [unused4]");

    /** Around the head and around the tail, around the head's kind and around the tail's. */
    static final LeastLength LEAST_LENGTH = new LeastLength(4, "[CLS], a mark before each mention and [SEP]");

    private static final int COUNT = 4;

    private final String tokens;

    Markers(String tokens) {
        this.tokens = tokens;
    }

    /** The ids of the four in a vocabulary, in their order; fewer where it has fewer. */
    int[] ids(Vocabulary vocabulary) {
        return Stream.of(tokens.split(" ", -1))
                .mapToInt(vocabulary::id)
                .filter(id -> id >= 0)
                .limit(COUNT)
                .toArray();
    }

    /** That a vocabulary has too few for what is to be marked: two for the mentions alone, four with their kinds. */
    private IllegalArgumentException tooFew(int found, int needed) {
        return new IllegalArgumentException("the vocabulary has " + found + " of " + tokens + ", expected at least "
                + needed + " to mark mentions with; " + advice());
    }

    private String advice() {
        return this == UNUSED
                ? "choose --task-option markers=" + PUNCTUATION.word()
                : "choose --task-option markers=" + UNUSED.word()
                        + ", and a model whose vocabulary has free slots (vocab --unused 5)";
    }

    /** The name of the option's value. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    static String[] words() {
        return Stream.of(values()).map(Markers::word).toArray(String[]::new);
    }

    /**
     * A row as the network reads it.
     *
     * @param target id of the relation; -1 where it is not known
     * @throws IllegalArgumentException where the vocabulary lacks a marker, or where not even the markers fit
     */
    RelationWindow window(RelationRow row, WordPieceTokenizer tokenizer, int maxLength, int target) {
        int[] markers = ids(tokenizer.vocabulary());
        int needed = row.head().label() == null && row.tail().label() == null ? 2 : COUNT;
        if (markers.length < needed) {
            throw tooFew(markers.length, needed);
        }
        Pieces pieces = new Pieces(tokenizer, markers);
        boolean headFirst = row.head().start() <= row.tail().start();
        // A place's marker comes before the text there; of two at one place, closing ones come first.
        int[] places = Stream.of(row.head(), row.tail())
                .flatMapToInt(m -> Arrays.stream(new int[] {m.start(), m.end()}))
                .sorted()
                .distinct()
                .toArray();
        int from = 0;
        for (int place : places) {
            pieces.add(tokenizer.encode(row.text().substring(from, place)));
            close(pieces, row, place);
            if (headFirst) {
                open(pieces, row.head(), place, 0);
                open(pieces, row.tail(), place, 1);
            } else {
                open(pieces, row.tail(), place, 1);
                open(pieces, row.head(), place, 0);
            }
            from = place;
        }
        pieces.add(tokenizer.encode(row.text().substring(from)));
        return pieces.window(maxLength, target);
    }

    private void close(Pieces pieces, RelationRow row, int place) {
        if (row.tail().end() == place) {
            pieces.mark(1);
        }
        if (row.head().end() == place) {
            pieces.mark(0);
        }
    }

    private void open(Pieces pieces, Mention mention, int place, int which) {
        if (mention.start() != place) {
            return;
        }
        pieces.opened[which] = pieces.size;
        pieces.mark(which);
        if (mention.label() != null) {
            pieces.mark(which + 2);
            pieces.add(pieces.tokenizer.encode(mention.label().replace('_', ' ')));
            pieces.mark(which + 2);
        }
    }

    /** Word pieces in the making. */
    private static final class Pieces {
        private final WordPieceTokenizer tokenizer;
        private final int[] markers;
        private final int[] opened = new int[2];
        private int[] ids = new int[64];
        private int size;

        Pieces(WordPieceTokenizer tokenizer, int[] markers) {
            this.tokenizer = tokenizer;
            this.markers = markers;
        }

        void mark(int which) {
            add(new int[] {markers[which]});
        }

        void add(int[] more) {
            ids = ids.length < size + more.length ? Arrays.copyOf(ids, 2 * (size + more.length)) : ids;
            System.arraycopy(more, 0, ids, size, more.length);
            size += more.length;
        }

        /** The whole, or the part around both markers, or, where they are too far apart, a part behind each of them. */
        RelationWindow window(int maxLength, int target) {
            LEAST_LENGTH.require(maxLength);
            int room = maxLength - 2;
            int first = Math.min(opened[0], opened[1]);
            int second = Math.max(opened[0], opened[1]);
            int[] kept;
            int shift;
            int gap = 0;
            if (second - first < room) {
                int from = Math.max(0, Math.min(first - (room - (second - first)) / 2, size - room));
                kept = Arrays.copyOfRange(ids, from, Math.min(size, from + room));
                shift = from;
            } else {
                int half = room / 2;
                kept = Arrays.copyOf(Arrays.copyOfRange(ids, first, first + half), room);
                int rest = Math.min(room - half, size - second);
                System.arraycopy(ids, second, kept, half, rest);
                kept = Arrays.copyOf(kept, half + rest);
                shift = first;
                gap = second - first - half;
            }
            int[] all = new int[kept.length + 2];
            all[0] = tokenizer.vocabulary().clsId();
            System.arraycopy(kept, 0, all, 1, kept.length);
            all[all.length - 1] = tokenizer.vocabulary().sepId();
            int[] positions = new int[2];
            for (int i = 0; i < 2; i++) {
                positions[i] = 1 + opened[i] - shift - (opened[i] == second ? gap : 0);
            }
            return new RelationWindow(all, all.length, positions, size - kept.length, target);
        }
    }
}
