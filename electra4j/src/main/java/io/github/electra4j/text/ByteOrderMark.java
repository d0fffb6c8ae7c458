package io.github.electra4j.text;

/** UTF-8's byte-order mark, which some programs write before the first line of a text. */
public final class ByteOrderMark {
    /** Its bytes. */
    static final int LENGTH = 3;

    private ByteOrderMark() {}

    /** Where the text begins: behind the mark, or at {@code from} where there is none before {@code to}. */
    public static int skip(byte[] bytes, int from, int to) {
        boolean marked = to - from >= LENGTH
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return marked ? from + LENGTH : from;
    }
}
