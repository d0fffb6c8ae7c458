package io.github.electra4j.task;

/**
 * What the network reads at once: a row of a task, or a part of one, with what is to be learned from it. A task's own record says what
 * else it needs to know of it.
 */
public interface Window {
    /** Token ids, {@code [CLS] first [SEP]} or {@code [CLS] first [SEP] second [SEP]}. */
    int[] ids();

    /** Tokens of segment type 0: [CLS], first segment, [SEP]. */
    int firstLength();

    /**
     * The tokens whose states the head reads, {@link Task#states} of them for each row of scores, in the order of the scores.
     */
    int[] positions();

    /** Terms of the loss that it has: what the mean over a batch divides by. */
    default int terms() {
        return 1;
    }

    /** Word pieces of the row that no window holds, since it is too long; said to the user. */
    default int cut() {
        return 0;
    }

    /** Word pieces in it. */
    default int pieces() {
        return ids().length - (firstLength() == ids().length ? 2 : 3);
    }
}
