package io.github.electra4j.task.tagging;

import io.github.electra4j.task.Window;

/**
 * A part of a sentence that is long, or all of it.
 *
 * @param positions the first piece of each word that is read here
 * @param targets ids of these words' labels; empty where they are not known
 * @param words how many they are; 0 where the text has no word, and what is read means nothing
 * @param cut pieces of words that are longer than a window, which no window holds
 */
public record TagWindow(int[] ids, int[] positions, int[] targets, int words, int cut) implements Window {
    @Override
    public int firstLength() {
        return ids.length;
    }

    @Override
    public int terms() {
        return targets.length;
    }
}
