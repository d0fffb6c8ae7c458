package io.github.electra4j.task.tagging;

import io.github.electra4j.evaluate.Chunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** How tags say which words belong together. */
public enum TagScheme {
    /** I, and B only where a chunk follows another one of its type (Ramshaw and Marcus, 1995). */
    IOB1,
    /** B at the first word of every chunk, I at the others. */
    IOB2,
    /** B, I, E at the last word, S at the only one. */
    BIOES,
    /** Tags are classes of words, such as parts of speech, and say nothing of chunks. */
    PLAIN;

    private static final Pattern CHUNK_TAG = Pattern.compile("[BIESLU]-.+");

    /**
     * The scheme of some sentences: plain where any tag is none of a chunk, BIOES where any ends one; of IOB1 and IOB2 that which
     * fewer tags contradict.
     */
    public static TagScheme of(Collection<List<String>> sentences) {
        boolean ends = false;
        boolean any = false;
        List<List<String>> all = new ArrayList<>(sentences);
        for (List<String> tags : all) {
            for (String tag : tags) {
                if (tag.equals("O")) {
                    continue;
                }
                if (!isOfChunk(tag)) {
                    return PLAIN;
                }
                any = true;
                ends |= "ESLU".indexOf(tag.charAt(0)) >= 0;
            }
        }
        if (!any) {
            return PLAIN;
        }
        return ends ? BIOES : wrong(all, IOB1) < wrong(all, IOB2) ? IOB1 : IOB2;
    }

    /** Whether a tag is a letter of some scheme and a type. */
    static boolean isOfChunk(String tag) {
        return CHUNK_TAG.matcher(tag).matches();
    }

    /** A tag with E and S in place of L and U, as some call them. */
    static String bioes(String tag) {
        return !isOfChunk(tag)
                ? tag
                : tag.charAt(0) == 'L' ? "E" + tag.substring(1) : tag.charAt(0) == 'U' ? "S" + tag.substring(1) : tag;
    }

    /** A tag of BIOES as a sentence in this scheme has it; in IOB1 as most sentences have it, in which two chunks of a type are seldom neighbours. */
    String written(String bioes) {
        if (this == PLAIN || this == BIOES || bioes.equals("O")) {
            return bioes;
        }
        boolean begins = this == IOB2 && "BS".indexOf(bioes.charAt(0)) >= 0;
        return (begins ? "B" : "I") + bioes.substring(1);
    }

    private static long wrong(List<List<String>> sentences, TagScheme scheme) {
        return sentences.stream().mapToLong(scheme::wrong).sum();
    }

    /** How many of a sentence's tags would be others in this scheme. */
    long wrong(List<String> tags) {
        List<String> sound = rewrite(tags);
        long wrong = 0;
        for (int i = 0; i < tags.size(); i++) {
            wrong += tags.get(i).equals(sound.get(i)) ? 0 : 1;
        }
        return wrong;
    }

    /** The tags of a sentence in this scheme, of the chunks that conlleval reads in them. */
    List<String> rewrite(List<String> tags) {
        if (this == PLAIN) {
            return tags;
        }
        List<String> sound = new ArrayList<>(Collections.nCopies(tags.size(), "O"));
        Chunk before = null;
        for (Chunk chunk : Chunk.of(tags)) {
            boolean touches = before != null
                    && before.end() == chunk.start()
                    && before.type().equals(chunk.type());
            for (int i = chunk.start(); i < chunk.end(); i++) {
                sound.set(i, letter(chunk, i, touches) + "-" + chunk.type());
            }
            before = chunk;
        }
        return sound;
    }

    private String letter(Chunk chunk, int word, boolean touches) {
        boolean first = word == chunk.start();
        boolean last = word == chunk.end() - 1;
        return switch (this) {
            case IOB1 -> first && touches ? "B" : "I";
            case IOB2 -> first ? "B" : "I";
            case BIOES -> first && last ? "S" : first ? "B" : last ? "E" : "I";
            case PLAIN -> throw new IllegalStateException("plain tags have no chunks");
        };
    }

    /** Whether one tag may stand behind another. */
    boolean allows(String before, String after) {
        if (this == PLAIN || this == IOB1) {
            return true;
        }
        char left = bioes(before).charAt(0);
        char right = bioes(after).charAt(0);
        boolean inside = left == 'B' || left == 'I';
        boolean goesOn = right == 'I' || right == 'E';
        boolean same = Chunk.type(before).equals(Chunk.type(after));
        if (goesOn) {
            return inside && same;
        }
        return this == IOB2 || !inside;
    }
}
