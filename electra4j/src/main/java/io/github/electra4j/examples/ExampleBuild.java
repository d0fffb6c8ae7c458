package io.github.electra4j.examples;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.DiskSpace;
import io.github.electra4j.examples.DocumentDraws.Document;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a corpus into a folder of examples that {@link Shards} reads.
 *
 * <p>The examples depend on the text, the vocabulary and the settings, never on the number of threads. A build that was
 * interrupted, at whatever moment, goes on after its last finished section when it is run again; one that is complete is
 * recognised; one of other text or settings is refused.
 */
public final class ExampleBuild {
    /**
     * Bytes of text on disk for each piece, at most: twice what plain English has, so that text with duplicates or with other fields
     * of JSON rows is not refused for examples that it will not give.
     */
    private static final int TEXT_BYTES = 8;

    private final Corpus corpus;
    private final WordPieceTokenizer tokenizer;
    private final ExampleOptions options;
    private final int threads;
    private final Section.Sizes sizes;
    private final Settings settings;
    private final List<Source> required;

    /**
     * How far a build has come.
     *
     * @param bytesRead bytes of the source files passed, as they lie on disk
     * @param totalBytes bytes of all source files
     * @param finished sections of the text that are done, those of an earlier run included
     */
    public record Progress(long bytesRead, long totalBytes, int finished) {}

    /**
     * What a build did.
     *
     * @param manifest what the folder holds
     * @param upToDate whether it held that already
     * @param parts number of parts that the text was divided into; 0 where it was up to date
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
        this(corpus, tokenizer, options, threads, Section.Sizes.DEFAULT);
    }

    ExampleBuild(
            Corpus corpus, WordPieceTokenizer tokenizer, ExampleOptions options, int threads, Section.Sizes sizes) {
        this(corpus, tokenizer, options, threads, sizes, List.of());
    }

    private ExampleBuild(
            Corpus corpus,
            WordPieceTokenizer tokenizer,
            ExampleOptions options,
            int threads,
            Section.Sizes sizes,
            List<Source> required) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
        }
        this.corpus = corpus;
        this.tokenizer = tokenizer;
        this.options = options;
        this.threads = threads;
        this.sizes = sizes;
        this.required = List.copyOf(required);
        this.settings = new Settings(
                Manifest.FORMAT_VERSION,
                tokenizer.vocabulary().digest(),
                tokenizer.vocabulary().size(),
                tokenizer.options(),
                corpus.options(),
                options);
    }

    /**
     * The same build, which fails where a file is no longer what the vocabulary was made of: no examples are then finished, of which
     * the vocabulary knows another text.
     *
     * @param sources the files of the corpus as they were then, in its order
     */
    public ExampleBuild of(List<Source> sources) {
        if (sources.size() != corpus.files().size()) {
            throw new IllegalArgumentException("sources: " + sources.size() + ", expected those of the "
                    + corpus.files().size() + " files of the text");
        }
        return new ExampleBuild(corpus, tokenizer, options, threads, sizes, sources);
    }

    /**
     * Builds into a folder, goes on with what was begun there, or finds it done.
     *
     * @param dir the folder, made where it is missing
     * @param listener told after each piece of work, in the calling thread
     * @throws IllegalArgumentException if the folder holds examples of other text or settings, or files of something else that would be
     *     overwritten, or the text is no text or empty
     * @throws IOException if a file cannot be read or written, another process builds here, or the disk cannot hold the examples, which
     *     is looked at before any text is read
     */
    public Outcome run(Path dir, Consumer<Progress> listener) throws IOException {
        if (tokenizer.vocabulary().hasNoWordPieces()) {
            throw new IllegalArgumentException(
                    "the vocabulary has " + tokenizer.vocabulary().size()
                            + " pieces, and all are special tokens or unused slots, so that every word would become [UNK]; make one of"
                            + " more text, with `electra vocab`, or give the one that is meant");
        }
        Outcome before = finished(dir);
        if (before != null && !BuildFolder.hasLeftovers(dir)) {
            return before;
        }
        BuildFolder.requireNothingForeign(dir, tokenizer.vocabulary().toText());
        try (BuildFolder folder = BuildFolder.open(dir)) {
            // Another process may have finished between the look and the lock.
            Outcome meanwhile = finished(dir);
            if (meanwhile != null) {
                folder.discard();
                return meanwhile;
            }
            DiskSpace.require(
                    dir,
                    Math.max(0, leastBytes() - folder.bytes()),
                    "examples of " + corpus.totalBytes() + " bytes of text");
            folder.begin(settings, sizes);
            // The folder is read with its own vocabulary later; it stands there before the manifest that makes it
            // whole.
            AtomicFiles.writeString(
                    dir.resolve(Shards.VOCABULARY), tokenizer.vocabulary().toText());
            return build(folder, listener);
        }
    }

    /**
     * What finished examples in a folder were made of that this build would not make them of, as "name was x, is y"; empty where there
     * are none, or the same.
     */
    public List<String> differences(Path dir) throws IOException {
        return Files.exists(dir.resolve(Manifest.FILE)) ? differences(Manifest.read(dir)) : List.of();
    }

    private List<String> differences(Manifest manifest) throws IOException {
        List<String> differences = new ArrayList<>(manifest.settings().differences(settings));
        differences.addAll(Source.changes(manifest.sources(), corpus.files()));
        return differences;
    }

    /** Disk that the shards will take, in bytes, at least. */
    private long leastBytes() throws IOException {
        return corpus.totalBytes()
                / TEXT_BYTES
                * ShardWriter.bytesPerId(tokenizer.vocabulary().size());
    }

    private @Nullable Outcome finished(Path dir) throws IOException {
        if (!Files.exists(dir.resolve(Manifest.FILE))) {
            return null;
        }
        Manifest manifest = Manifest.read(dir);
        List<String> differences = differences(manifest);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    dir + ": holds examples of something else: " + String.join("; ", differences)
                            + ". Name another folder, or take manifest.json, vocab.txt and shards/ out of this one to build anew");
        }
        Shards.checkFiles(dir, manifest);
        return new Outcome(manifest, true, 0, 0);
    }

    private Outcome build(BuildFolder folder, Consumer<Progress> listener) throws IOException {
        List<Part> parts = Part.plan(corpus.files(), sizes.partBytes());
        NavigableMap<Section, Section.Done> done =
                folder.done(parts, corpus.options().deduplicate());
        int reused = done.size();
        buildMissing(folder, parts, done, known(parts, done), null, listener);

        // The draws of all documents decide whether one must change sides; its section alone is then built again.
        DocumentDraws draws = DocumentDraws.NONE;
        for (Section.Done section : done.values()) {
            draws = draws.plus(section.draws());
        }
        Document exception = draws.exception(options.heldOut());
        Map<Integer, List<Source>> known = known(parts, done);
        done.values()
                .removeIf(section -> section.exception() != null
                        ? !section.exception().equals(exception)
                        : exception != null && section.draws().hold(exception));
        buildMissing(folder, parts, done, known, exception, listener);

        Manifest manifest = manifest(parts, done);
        if (manifest.train().counts().examples() == 0) {
            folder.discard();
            throw new IllegalArgumentException("the text gives no example: "
                    + corpus.files().size() + " files, the first "
                    + corpus.files().get(0) + ", hold no word, and at least one is needed; name files with text");
        }
        folder.publish(manifest);
        return new Outcome(manifest, false, done.size(), reused);
    }

    private Manifest manifest(List<Part> parts, NavigableMap<Section, Section.Done> done) {
        List<Source> sources = new ArrayList<>();
        for (Part part : parts) {
            sources.addAll(Objects.requireNonNull(done.get(new Section(part.number(), 0)))
                    .sources());
        }
        CorpusCounts reading = CorpusCounts.NONE;
        Contents train = Contents.NONE;
        Contents heldOut = Contents.NONE;
        for (Section.Done section : done.values()) {
            reading = reading.plus(section.reading());
            train = train.plus(section.train());
            heldOut = heldOut.plus(section.heldOut());
        }
        return new Manifest(settings, sources, reading, train, heldOut);
    }

    /** Whether all sections of a part are there, up to the one that says it is the last. */
    private static boolean isComplete(Part part, NavigableMap<Section, Section.Done> done) {
        int number = 0;
        Section.Done section = done.get(new Section(part.number(), number));
        while (section != null && !section.last()) {
            section = done.get(new Section(part.number(), ++number));
        }
        return section != null;
    }

    /** The files of each part, by its number, where they are required or a section of them is done. */
    private Map<Integer, List<Source>> known(List<Part> parts, NavigableMap<Section, Section.Done> done) {
        Map<Integer, List<Source>> known = new HashMap<>();
        done.forEach((section, finished) -> known.put(section.part(), finished.sources()));
        if (!required.isEmpty()) {
            parts.forEach(part -> known.put(
                    part.number(),
                    required.subList(
                            part.firstFile(), part.firstFile() + part.files().size())));
        }
        return known;
    }

    /**
     * Builds the sections that {@code done} lacks and adds them to it.
     *
     * @param known the files that the vocabulary or sections were made of, or made behind; they must still be the same
     */
    private void buildMissing(
            BuildFolder folder,
            List<Part> parts,
            NavigableMap<Section, Section.Done> done,
            Map<Integer, List<Source>> known,
            @Nullable Document exception,
            Consumer<Progress> listener)
            throws IOException {
        Set<Section> kept = Set.copyOf(done.keySet());
        Set<Part> complete =
                parts.stream().filter(part -> isComplete(part, done)).collect(Collectors.toSet());
        // A new corpus each time: de-duplication must not remember the pass before.
        try (TokenizedCorpus tokenized = new TokenizedCorpus(
                corpus.fresh(),
                parts,
                part -> !complete.contains(part),
                section -> !kept.contains(section),
                // Its paragraphs decide which are dropped behind it: they must be those that its examples were made of.
                part -> checkSame(known, part),
                sizes.sectionCharacters(),
                tokenizer,
                threads)) {
            long totalBytes = corpus.totalBytes();
            TokenizedCorpus.Item item = tokenized.next();
            while (item != null) {
                Section section = item.section();
                folder.forget(section);
                try (SectionWriter writer =
                        new SectionWriter(section, folder.shards(), options, tokenizer.vocabulary(), exception)) {
                    for (; item.paragraphs() != null; item = next(tokenized)) {
                        writer.add(item.paragraphs());
                        listener.accept(new Progress(item.bytesRead(), totalBytes, done.size()));
                    }
                    List<Source> sources = item.sources();
                    checkUntouched(item.part(), sources);
                    checkSame(known, item.part());
                    Section.Done finished = writer.finish(item.part(), item.last(), sources, item.reading());
                    folder.finish(section, finished);
                    done.put(section, finished);
                }
                listener.accept(new Progress(item.bytesRead(), totalBytes, done.size()));
                item = tokenized.next();
            }
        }
    }

    private static TokenizedCorpus.Item next(TokenizedCorpus tokenized) throws IOException {
        return Objects.requireNonNull(tokenized.next(), "a section ends with an item of its own");
    }

    private static void checkUntouched(Part part, List<Source> sources) throws IOException {
        for (int i = 0; i < sources.size(); i++) {
            if (!sources.get(i).isUntouched(part.files().get(i))) {
                throw changed(part.files().get(i));
            }
        }
    }

    /** Checks that a part's files still are those that are known of it, if any are. */
    private static void checkSame(Map<Integer, List<Source>> known, Part part) throws IOException {
        List<Source> sources = known.getOrDefault(part.number(), List.of());
        for (int i = 0; i < sources.size(); i++) {
            if (!sources.get(i).isSameContent(part.files().get(i))) {
                throw changed(part.files().get(i));
            }
        }
    }

    private static IOException changed(Path file) {
        return new IOException(
                file + ": the file changed while it was read; run the same command again when nothing writes to it");
    }
}
