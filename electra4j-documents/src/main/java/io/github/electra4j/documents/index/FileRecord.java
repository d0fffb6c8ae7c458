package io.github.electra4j.documents.index;

import org.jspecify.annotations.Nullable;

/**
 * What an index knows of a file, by which it sees whether the file is another now.
 *
 * @param file absolute path
 * @param size in bytes
 * @param modified when it was changed last, in milliseconds since 1970; {@link #UNSURE} where it may have changed since without another time
 * @param sha256 of its bytes, in hexadecimal
 * @param failure why no passage of it is in the index; null where some are
 */
record FileRecord(
        String file,
        long size,
        long modified,
        String sha256,
        @Nullable String failure) {
    /** No time: the contents decide. */
    static final long UNSURE = -1;

    /** Whether a file of this size and time need not be looked into. */
    boolean matches(long size, long modified) {
        return this.modified != UNSURE && this.size == size && this.modified == modified;
    }

    /** The same with what its bytes are. */
    FileRecord with(String sum, @Nullable String why) {
        return new FileRecord(file, size, modified, sum, why);
    }
}
