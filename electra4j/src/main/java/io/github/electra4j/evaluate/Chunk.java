package io.github.electra4j.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Words that belong together: an entity, or a chunk.
 *
 * @param start its first word, from 0
 * @param end the word behind it
 * @param type what it is
 */
public record Chunk(int start, int end, String type) {
    /**
     * The chunks of a sentence, by the rules of conlleval: a chunk begins at B, at any tag of a chunk behind O, and where the type changes;
     * so IOB1, IOB2 and BIOES are read alike, and tags that no scheme allows are read too. E (or L) ends a chunk, S (or U) is one. A tag is
     * {@code O}, or a letter, a hyphen and the type.
     */
    public static List<Chunk> of(List<String> tags) {
        List<Chunk> chunks = new ArrayList<>();
        char before = 'O';
        String type = "";
        int start = 0;
        for (int i = 0; i <= tags.size(); i++) {
            String tag = i < tags.size() ? tags.get(i) : "O";
            char now = kind(tag);
            String nowType = type(tag);
            boolean joins = now != 'O'
                    && now != 'B'
                    && now != 'S'
                    && before != 'O'
                    && before != 'E'
                    && before != 'S'
                    && nowType.equals(type);
            if (!joins) {
                if (before != 'O') {
                    chunks.add(new Chunk(start, i, type));
                }
                start = i;
            }
            before = now;
            type = nowType;
        }
        return chunks;
    }

    /** B, I, E, S or O; L counts as E, U as S, and whatever else as I. */
    private static char kind(String tag) {
        if (tag.equals("O")) {
            return 'O';
        }
        return switch (tag.charAt(0)) {
            case 'B' -> 'B';
            case 'E', 'L' -> 'E';
            case 'S', 'U' -> 'S';
            default -> 'I';
        };
    }

    /** The type of a tag: what stands behind its first hyphen. */
    public static String type(String tag) {
        return tag.substring(tag.indexOf('-') + 1);
    }
}
