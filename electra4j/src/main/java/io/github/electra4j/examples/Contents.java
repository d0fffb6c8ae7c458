package io.github.electra4j.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * One split: what it holds and the shards that hold it, in order.
 *
 * @param counts sums over all shards
 * @param shards its files
 */
public record Contents(Counts counts, List<Shard> shards) {
    static final Contents NONE = new Contents(Counts.NONE, List.of());

    /**
     * A shard's entry.
     *
     * @param name file name in the folder {@code shards}
     * @param examples number of examples
     * @param tokens number of tokens
     * @param crc32c checksum of what follows the file's header, hexadecimal
     */
    public record Shard(String name, long examples, long tokens, String crc32c) {}

    public Contents {
        shards = List.copyOf(shards);
    }

    Contents plus(Contents other) {
        List<Shard> all = new ArrayList<>(shards);
        all.addAll(other.shards);
        return new Contents(counts.plus(other.counts), all);
    }
}
