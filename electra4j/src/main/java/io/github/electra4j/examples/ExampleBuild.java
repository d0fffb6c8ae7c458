package io.github.electra4j.examples;

import io.github.electra4j.examples.DocumentDraws.Document;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a corpus into a folder of examples that {@link Shards} reads.
 *
 * <p>The examples depend on the text, the vocabulary and the settings, never on the number of threads. A build that was
 * interrupted, at whatever moment, goes on after its last finished part when it is run again; one that is complete is
 * recognised; one of other text or settings is refused.
 */
public final class ExampleBuild {
    private final Corpus corpus;
    private final WordPieceTokenizer tokenizer;
    private final ExampleOptions options;
    private final int threads;
    private final long partBytes;
    private final Settings settings;

    /**
     * How far a build has come.
     *
     * @param bytesRead bytes of the source files passed, as they lie on disk
     * @param totalBytes bytes of all source files
     * @param part the part in work, from 0
     * @param parts number of parts
     */
    public record Progress(long bytesRead, long totalBytes, int part, int parts) {}

    /**
     * What a build did.
     *
     * @param manifest what the folder holds
     * @param upToDate whether it held that already
     * @param parts number of parts
     * @param reused how many of them an interrupted run had finished
     */
    public record Outcome(Manifest manifest, boolean upToDate, int parts, int reused) {}

    /**
     * A build.
     *
     * @param corpus the text
     * @param tokenizer makes word pieces of it
     * @param options how these become examples
     * @param threads threads that tokenize, at least 1; one more reads and one writes
     */
    public ExampleBuild(Corpus corpus, WordPieceTokenizer tokenizer, ExampleOptions options, int threads) {
        this(corpus, tokenizer, options, threads, Part.BYTES);
    }

    ExampleBuild(Corpus corpus, WordPieceTokenizer tokenizer, ExampleOptions options, int threads, long partBytes) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
        }
        this.corpus = corpus;
        this.tokenizer = tokenizer;
        this.options = options;
        this.threads = threads;
        this.partBytes = partBytes;
        this.settings = new Settings(
                Manifest.FORMAT_VERSION,
                tokenizer.vocabulary().digest(),
                tokenizer.vocabulary().size(),
                tokenizer.options(),
                corpus.options(),
                options);
    }

    /**
     * Builds into a folder, goes on with what was begun there, or finds it done.
     *
     * @param dir the folder, made where it is missing
     * @param listener told after each piece of work, in the calling thread
     * @throws IllegalArgumentException if the folder holds examples of other text or settings, or the text is no text or empty
     * @throws IOException if a file cannot be read or written, or another process builds here
     */
    public Outcome run(Path dir, Consumer<Progress> listener) throws IOException {
        Outcome before = finished(dir);
        if (before != null) {
            return before;
        }
        try (BuildFolder folder = BuildFolder.open(dir)) {
            // Another process may have finished between the look and the lock.
            Outcome meanwhile = finished(dir);
            if (meanwhile != null) {
                folder.discard();
                return meanwhile;
            }
            folder.begin(settings);
            return build(folder, listener);
        }
    }

    private @Nullable Outcome finished(Path dir) throws IOException {
        if (!Files.exists(dir.resolve(Manifest.FILE))) {
            return null;
        }
        Manifest manifest = Manifest.read(dir);
        List<String> differences = new ArrayList<>(manifest.settings().differences(settings));
        differences.addAll(changedSources(manifest));
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(dir + ": holds examples of something else: "
                    + String.join("; ", differences) + ". Name another folder, or delete this one to build it anew");
        }
        Shards.checkFiles(dir, manifest);
        return new Outcome(manifest, true, Part.plan(corpus.files(), partBytes).size(), 0);
    }

    private List<String> changedSources(Manifest manifest) throws IOException {
        List<Source> was = manifest.sources();
        List<Path> now = corpus.files();
        if (was.size() != now.size()) {
            return List.of("text was " + was.size() + " files, is " + now.size());
        }
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (!was.get(i).isSameContent(now.get(i))) {
                changed.add("text file " + (i + 1) + " was " + was.get(i).path() + " of "
                        + was.get(i).bytes() + " bytes, is " + now.get(i) + " of " + Files.size(now.get(i))
                        + " bytes with other content");
                break;
            }
        }
        return changed;
    }

    private Outcome build(BuildFolder folder, Consumer<Progress> listener) throws IOException {
        List<Part> parts = Part.plan(corpus.files(), partBytes);
        Map<Part, Part.Done> done = new HashMap<>();
        for (Part part : parts) {
            Part.Done earlier = folder.done(part);
            if (earlier != null) {
                done.put(part, earlier);
            }
        }
        int reused = done.size();
        buildMissing(folder, parts, done, null, listener);

        // The draws of all documents decide whether one must change sides; its part alone is then built again.
        DocumentDraws draws = DocumentDraws.NONE;
        for (Part.Done part : done.values()) {
            draws = draws.plus(part.draws());
        }
        Document exception = draws.exception(options.heldOut());
        done.entrySet()
                .removeIf(entry -> !Objects.equals(
                        entry.getValue().exception(),
                        exception != null && entry.getKey().holds(exception.file()) ? exception : null));
        buildMissing(folder, parts, done, exception, listener);

        Manifest manifest = manifest(parts.stream().map(done::get).toList());
        if (manifest.train().counts().examples() == 0) {
            folder.discard();
            throw new IllegalArgumentException(
                    "the text gives no example: " + corpus.files().size() + " files, the first "
                            + corpus.files().get(0) + ", hold no word; name files with text");
        }
        folder.publish(manifest);
        return new Outcome(manifest, false, parts.size(), reused);
    }

    private Manifest manifest(List<Part.Done> parts) {
        List<Source> sources = new ArrayList<>();
        Contents train = Contents.NONE;
        Contents heldOut = Contents.NONE;
        for (Part.Done part : parts) {
            sources.addAll(part.sources());
            train = train.plus(part.train());
            heldOut = heldOut.plus(part.heldOut());
        }
        return new Manifest(settings, sources, train, heldOut);
    }

    /** Builds the parts that {@code done} lacks and adds them to it. */
    private void buildMissing(
            BuildFolder folder,
            List<Part> parts,
            Map<Part, Part.Done> done,
            @Nullable Document exception,
            Consumer<Progress> listener)
            throws IOException {
        boolean[] wanted = new boolean[parts.size()];
        for (Part part : parts) {
            wanted[part.number()] = !done.containsKey(part);
        }
        // A new corpus each time: de-duplication must not remember the pass before.
        try (TokenizedCorpus tokenized = new TokenizedCorpus(corpus.fresh(), parts, wanted, tokenizer, threads)) {
            long totalBytes = corpus.totalBytes();
            TokenizedCorpus.Item item = tokenized.next();
            while (item != null) {
                Part part = item.part();
                boolean excepted = exception != null && part.holds(exception.file());
                folder.forget(part);
                try (PartWriter writer = new PartWriter(
                        part, folder.shards(), options, tokenizer.vocabulary(), excepted ? exception : null)) {
                    for (; item.paragraphs() != null; item = next(tokenized)) {
                        writer.add(item.paragraphs());
                        listener.accept(new Progress(item.bytesRead(), totalBytes, part.number(), parts.size()));
                    }
                    List<Source> sources = item.sources();
                    checkUntouched(part, sources);
                    Part.Done finished = writer.finish(sources);
                    folder.finish(part, finished);
                    done.put(part, finished);
                }
                listener.accept(new Progress(item.bytesRead(), totalBytes, part.number(), parts.size()));
                item = tokenized.next();
            }
        }
    }

    private static TokenizedCorpus.Item next(TokenizedCorpus tokenized) throws IOException {
        return Objects.requireNonNull(tokenized.next(), "a part ends with its digests");
    }

    private static void checkUntouched(Part part, List<Source> sources) throws IOException {
        for (int i = 0; i < sources.size(); i++) {
            if (!sources.get(i).isUntouched(part.files().get(i))) {
                throw new IOException(part.files().get(i)
                        + ": the file changed while it was read; run the same command again when nothing writes to it");
            }
        }
    }
}
