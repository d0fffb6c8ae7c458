package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.checkpoint.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model under its name. It can be loaded anew while it works: what has begun ends with the old one. Thread-safe. */
public final class ServedModel implements AutoCloseable {
    private final ModelSource source;
    private Loaded current;

    /** One loading of the directory. Everything that a request may see of the directory is read here, and nothing later. */
    private static final class Loaded {
        private final Electra electra;
        private final @Nullable String card;
        private final Instant when = Instant.now();
        private int users;
        private boolean retired;

        private Loaded(Path directory) throws IOException {
            this.electra = Electra.load(directory);
            try {
                Path file = electra.path().resolve(ModelCard.NAME);
                this.card = Files.exists(file) ? Files.readString(file) : null;
                // The first pass makes what later ones reuse, and takes many times as long.
                electra.encode("", Pooling.MEAN);
            } catch (IOException | RuntimeException e) {
                electra.close();
                throw e;
            }
        }
    }

    /**
     * Loads it.
     *
     * @throws java.nio.file.NoSuchFileException where a file is missing
     * @throws IllegalArgumentException where a file is damaged or asks for what is not supported
     */
    public ServedModel(ModelSource source) throws IOException {
        this.source = source;
        this.current = new Loaded(source.directory());
    }

    /** Its name. */
    public String name() {
        return source.name();
    }

    /** The model card, Markdown; null where the directory has none. */
    public synchronized @Nullable String card() {
        return current.card;
    }

    /** When it was loaded. */
    public synchronized Instant loaded() {
        return current.when;
    }

    /** Asks the model. It is not closed meanwhile, whatever else happens. */
    public <T> T ask(Function<Electra, T> question) {
        Loaded used;
        synchronized (this) {
            used = current;
            used.users++;
        }
        try {
            return question.apply(used.electra);
        } finally {
            synchronized (this) {
                used.users--;
                closeIfUnused(used);
            }
        }
    }

    /**
     * Loads the directory anew. Requests go on meanwhile, and those that began before end with the old one.
     *
     * @throws IOException where it cannot be read; the old one stays
     * @throws IllegalArgumentException where the new one is for something else, or is damaged; the old one stays
     */
    public void reload() throws IOException {
        Loaded next = new Loaded(source.directory());
        List<String> now = Operations.of(next.electra);
        List<String> before = ask(Operations::of);
        if (!now.equals(before)) {
            next.electra.close();
            throw new IllegalArgumentException(source.directory() + ": the new model can do " + String.join(", ", now)
                    + ", the old one " + String.join(", ", before) + "; serve it under a name of its own");
        }
        synchronized (this) {
            Loaded old = current;
            current = next;
            retire(old);
        }
    }

    /** Frees it once nobody asks any more. */
    @Override
    public synchronized void close() {
        retire(current);
    }

    private static void retire(Loaded old) {
        old.retired = true;
        closeIfUnused(old);
    }

    private static void closeIfUnused(Loaded old) {
        if (old.retired && old.users == 0) {
            old.electra.close();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
