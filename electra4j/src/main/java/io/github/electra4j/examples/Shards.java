package io.github.electra4j.examples;

import io.github.electra4j.vocab.Vocabulary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished folder of examples, mapped into memory: {@code manifest.json} and the files in {@code shards/}.
 *
 * <p>The mapped memory is given back when the object is no longer reachable.
 */
public final class Shards implements Closeable {
    static final String FOLDER = "shards";

    /** The vocabulary in a folder of examples. */
    public static final String VOCABULARY = "vocab.txt";

    private final Manifest manifest;
    private final Vocabulary vocabulary;
    private final ExampleSource train;
    private final ExampleSource heldOut;

    private Shards(Manifest manifest, Vocabulary vocabulary, ExampleSource train, ExampleSource heldOut) {
        this.manifest = manifest;
        this.vocabulary = vocabulary;
        this.train = train;
        this.heldOut = heldOut;
    }

    /**
     * Opens a folder and compares the checksum of every shard, which takes the time of reading them once.
     *
     * @param dir the folder
     * @param vocabulary the vocabulary that its examples must have been made with
     * @throws IOException if the folder is unfinished or a file is damaged
     * @throws IllegalArgumentException if the examples were made with another vocabulary
     */
    public static Shards open(Path dir, Vocabulary vocabulary) throws IOException {
        return open(dir, vocabulary, true);
    }

    /** Opens the examples of a folder with the vocabulary that stands in it. */
    public static Shards open(Path dir) throws IOException {
        Manifest.read(dir);
        return open(dir, Vocabulary.load(dir.resolve(VOCABULARY)));
    }

    /** As {@link #open(Path, Vocabulary)}; without {@code verify}, only the headers and sizes of the shards are checked. */
    public static Shards open(Path dir, Vocabulary vocabulary, boolean verify) throws IOException {
        Manifest manifest = Manifest.read(dir);
        Settings settings = manifest.settings();
        if (settings.formatVersion() != Manifest.FORMAT_VERSION) {
            throw new IOException(dir + ": examples of format " + settings.formatVersion() + ", this version reads "
                    + Manifest.FORMAT_VERSION + "; build them again into another folder");
        }
        String digest = vocabulary.digest();
        if (!settings.vocabularyDigest().equals(digest)) {
            throw new IllegalArgumentException(dir + ": examples of another vocabulary: they were made with SHA-256 "
                    + settings.vocabularyDigest() + " (" + settings.vocabularySize() + " entries), given is " + digest
                    + " (" + vocabulary.size()
                    + " entries); give the vocabulary they were made with, or build them again into another folder");
        }
        return new Shards(
                manifest, vocabulary, source(dir, manifest.train(), verify), source(dir, manifest.heldOut(), verify));
    }

    /** Reads every shard's header and size, without mapping more than that. */
    static void checkFiles(Path dir, Manifest manifest) throws IOException {
        source(dir, manifest.train(), false);
        source(dir, manifest.heldOut(), false);
    }

    private static ExampleSource source(Path dir, Contents contents, boolean verify) throws IOException {
        List<ShardReader> readers = new ArrayList<>();
        for (Contents.Shard shard : contents.shards()) {
            readers.add(openShard(dir.resolve(FOLDER), shard, verify));
        }
        return new Joined(readers);
    }

    /** Opens a shard that must be the one that an entry describes. */
    static ShardReader openShard(Path folder, Contents.Shard shard, boolean verify) throws IOException {
        Path file = folder.resolve(shard.name());
        ShardReader reader = ShardReader.open(file, verify);
        String checksum = checksum(reader.checksum());
        if (reader.size() != shard.examples()
                || reader.tokens() != shard.tokens()
                || !checksum.equals(shard.crc32c())) {
            throw new IOException(file + ": not the shard that the manifest names: it has " + reader.size()
                    + " examples, " + reader.tokens() + " tokens and CRC-32C " + checksum + ", the manifest says "
                    + shard.examples() + ", " + shard.tokens() + " and " + shard.crc32c()
                    + "; put a copy of the folder back, or build the examples again in another one");
        }
        return reader;
    }

    static String checksum(int crc32c) {
        return String.format("%08x", crc32c);
    }

    /** The examples for training. */
    public ExampleSource train() {
        return train;
    }

    /** The examples of the documents kept for evaluation; may be empty. */
    public ExampleSource heldOut() {
        return heldOut;
    }

    /** The vocabulary of the examples. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** What the folder holds and what it was made of. */
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public void close() {
        // Java 17 offers no safe way to unmap; the mapping ends with the last reference to it.
    }

    /** Several shards as one source. */
    private static final class Joined implements ExampleSource {
        private final List<ShardReader> readers;
        /** Number of the first example of each shard, and the number of all at the end. */
        private final long[] starts;

        Joined(List<ShardReader> readers) {
            this.readers = List.copyOf(readers);
            this.starts = new long[readers.size() + 1];
            for (int i = 0; i < readers.size(); i++) {
                starts[i + 1] = starts[i] + readers.get(i).size();
            }
        }

        @Override
        public long size() {
            return starts[starts.length - 1];
        }

        @Override
        public int length(long i) {
            int shard = shard(i);
            return readers.get(shard).length(i - starts[shard]);
        }

        @Override
        public int firstLength(long i) {
            int shard = shard(i);
            return readers.get(shard).firstLength(i - starts[shard]);
        }

        @Override
        public void copy(long i, int[] target, int offset) {
            int shard = shard(i);
            readers.get(shard).copy(i - starts[shard], target, offset);
        }

        private int shard(long i) {
            if (i < 0 || i >= size()) {
                throw new IndexOutOfBoundsException("example " + i + " of " + size());
            }
            int low = 0;
            int high = readers.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts[middle] <= i) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
    }
}
