package io.github.electra4j.examples;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the shards of one split of one section, a new one whenever the last is full. */
final class SplitWriter implements Closeable {
    private final Path folder;
    private final String prefix;
    private final int bytesPerId;
    private final List<Contents.Shard> shards = new ArrayList<>();
    private @Nullable ShardWriter writer;
    private Counts counts = Counts.NONE;

    /** Writes {@code prefix-00.shard} and so on into {@code folder}. */
    SplitWriter(Path folder, String prefix, int bytesPerId) {
        this.folder = folder;
        this.prefix = prefix;
        this.bytesPerId = bytesPerId;
    }

    void add(int[] ids, int length, int firstLength) throws IOException {
        try {
            if (writer == null) {
                writer = new ShardWriter(folder.resolve(name()), bytesPerId);
            }
            writer.add(ids, length, firstLength);
            if (writer.isFull()) {
                finishShard(writer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void count(Counts more) {
        counts = counts.plus(more);
    }

    /** Completes the last shard. */
    Contents finish() throws IOException {
        try {
            if (writer != null) {
                finishShard(writer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        long examples = 0;
        long tokens = 0;
        for (Contents.Shard shard : shards) {
            examples += shard.examples();
            tokens += shard.tokens();
        }
        return new Contents(counts.plus(new Counts(0, 0, 0, 0, 0, 0, examples, tokens)), shards);
    }

    private void finishShard(ShardWriter full) throws IOException {
        String checksum = Shards.checksum(full.finish());
        shards.add(new Contents.Shard(name(), full.examples(), full.tokens(), checksum));
        writer = null;
    }

    private String name() {
        return String.format(Locale.ROOT, "%s-%02d.shard", prefix, shards.size());
    }

    private IOException failed(IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return new IOException(
                folder.resolve(name()) + ": the shard cannot be written: " + reason
                        + "; remove the cause and run the same command again, it goes on after the last finished section",
                e);
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
