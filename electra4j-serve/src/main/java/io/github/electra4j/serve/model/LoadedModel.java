package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.checkpoint.ModelCard;
import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One loading of a directory. Everything that a request may see of the directory is read here, and nothing later. Whoever {@link #hold holds}
 * it, a request from its being read to its outputs, sees the same model throughout; it is freed once another has taken its place and nobody
 * holds it. Thread-safe.
 */
public final class LoadedModel {
    private final ModelSource source;
    private final Electra electra;
    private final @Nullable String card;
    private final List<String> operations;
    private final String task;
    private final Instant when = Instant.now();
    private int users;
    private boolean retired;

    /** Loads it. */
    LoadedModel(ModelSource source) throws IOException {
        this.source = source;
        this.electra = Electra.load(source.directory(), source.precision());
        try {
            Path file = electra.path().resolve(ModelCard.NAME);
            this.card = Files.exists(file) ? WholeText.read(file) : null;
            this.operations = Operations.of(electra);
            ModelTask known = electra.task();
            this.task = known == null ? "" : known.task().kind().name();
            // The first pass makes what later ones reuse, and takes many times as long.
            electra.encode("", Pooling.MEAN);
        } catch (IOException | RuntimeException | Error e) {
            electra.close();
            throw e;
        }
    }

    /** The name that requests call it by. */
    public String name() {
        return source.name();
    }

    /** The model card, Markdown; null where the directory has none. */
    public @Nullable String card() {
        return card;
    }

    /** When it was loaded. */
    public Instant when() {
        return when;
    }

    /** What it can do. */
    public List<String> operations() {
        return operations;
    }

    /** The kind of task that it was fine-tuned for, as on the command line; empty for none. */
    String task() {
        return task;
    }

    /**
     * Keeps it from being freed until {@link #release}.
     *
     * @throws CancellationException where it has been freed, since nobody waited for it any more
     */
    synchronized void hold() {
        if (retired && users == 0) {
            throw new CancellationException("the model " + name() + " has been freed");
        }
        users++;
    }

    /** Once for each that has held it. */
    public synchronized void release() {
        users--;
        closeIfUnused();
    }

    /** Asks it. It is not freed meanwhile. */
    public <T> T ask(Function<Electra, T> question) {
        hold();
        try {
            return question.apply(electra);
        } finally {
            release();
        }
    }

    /** Frees it once nobody holds it. */
    synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && users == 0) {
            electra.close();
        }
    }
}
