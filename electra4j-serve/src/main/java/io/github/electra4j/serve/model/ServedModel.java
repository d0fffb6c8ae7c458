package io.github.electra4j.serve.model;

import io.github.electra4j.Electra;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A model under its name. It can be loaded anew while it works: what has begun ends with the old one. Thread-safe. */
public final class ServedModel implements AutoCloseable {
    private final ModelSource source;
    private final Loading loading;
    private final List<Consumer<Electra>> requirements = new CopyOnWriteArrayList<>();
    private LoadedModel current;
    private boolean closed;

    /** How a directory is loaded. */
    interface Loading {
        LoadedModel load(ModelSource source) throws IOException;
    }

    /**
     * Loads it.
     *
     * @throws java.nio.file.NoSuchFileException where a file is missing
     * @throws IllegalArgumentException where a file is damaged or asks for what is not supported
     */
    public ServedModel(ModelSource source) throws IOException {
        this(source, LoadedModel::new);
    }

    /** The same, loaded in another way. */
    ServedModel(ModelSource source, Loading loading) throws IOException {
        this.source = source;
        this.loading = loading;
        this.current = loading.load(source);
    }

    /** Its name. */
    public String name() {
        return source.name();
    }

    /** As it is loaded now; may be freed at any time, unless it is held. */
    public synchronized LoadedModel current() {
        return current;
    }

    /** The same, held: whoever calls this {@link LoadedModel#release releases} it. */
    public synchronized LoadedModel hold() {
        current.hold();
        return current;
    }

    /**
     * Requires something of it, now and whenever it is loaded anew.
     *
     * @param requirement throws an {@link IllegalArgumentException} where a model does not meet it
     */
    public void require(Consumer<Electra> requirement) {
        meet(requirement, current());
        requirements.add(requirement);
    }

    private static void meet(Consumer<Electra> requirement, LoadedModel model) {
        model.ask(electra -> {
            requirement.accept(electra);
            return true;
        });
    }

    /** Asks the model. It is not freed meanwhile, whatever else happens. */
    public <T> T ask(Function<Electra, T> question) {
        LoadedModel held = hold();
        try {
            return held.ask(question);
        } finally {
            held.release();
        }
    }

    /**
     * Loads the directory anew. Requests go on meanwhile, and those that began before end with the old one.
     *
     * @throws IOException where it cannot be read; the old one stays
     * @throws IllegalArgumentException where the new one is for something else, or is damaged; the old one stays
     * @throws IllegalStateException where this was closed meanwhile
     */
    public void reload() throws IOException {
        LoadedModel next = loading.load(source);
        try {
            requireSameUse(current(), next);
            requirements.forEach(requirement -> meet(requirement, next));
        } catch (RuntimeException e) {
            next.retire();
            throw e;
        }
        replace(next);
    }

    /** That whoever asks the old one can ask the new one, and reads its answers: a class, a value and a relation are one operation. */
    private void requireSameUse(LoadedModel before, LoadedModel next) {
        String difference = null;
        if (!next.operations().equals(before.operations())) {
            difference = "can do " + String.join(", ", next.operations()) + ", the old one "
                    + String.join(", ", before.operations());
        } else if (!next.task().equals(before.task())) {
            difference = "was fine-tuned for " + next.task() + ", the old one for " + before.task();
        }
        if (difference != null) {
            throw new IllegalArgumentException(
                    source.directory() + ": the new model " + difference + "; serve it under a name of its own");
        }
    }

    private synchronized void replace(LoadedModel next) {
        if (closed) {
            next.retire();
            throw new IllegalStateException(source.directory() + ": loaded anew, but the server has stopped meanwhile");
        }
        LoadedModel old = current;
        current = next;
        old.retire();
    }

    /** Frees it once nobody asks any more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            current.retire();
        }
    }
}
