package io.github.electra4j.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text files of a corpus, in an order that depends on their names alone. Nothing of their content is held in memory.
 *
 * <p>A file is plain UTF-8 or ends in {@code .gz}, {@code .xz} or {@code .zst}. A paragraph is a line and a blank line ends
 * a document; in {@code .jsonl} and {@code .ndjson} files every row is a document and the lines of its text are the
 * paragraphs.
 */
public final class Corpus {
    private final List<Path> files;
    private final CorpusOptions options;
    private final Counters counters = new Counters();
    private final @Nullable ParagraphHashes seen;

    private Corpus(List<Path> files, CorpusOptions options) {
        this.files = files;
        this.options = options;
        this.seen = options.deduplicate() ? new ParagraphHashes() : null;
    }

    /**
     * Finds the files of a corpus.
     *
     * @param pathsFoldersOrGlobs files; folders, which are searched through and through except for hidden names; and glob
     *     patterns such as {@code texts/**}{@code /*.txt.gz}. A file that is named twice is read once.
     * @throws NoSuchFileException if a path does not exist or a folder or pattern holds no file
     */
    public static Corpus of(List<String> pathsFoldersOrGlobs, CorpusOptions options) throws IOException {
        if (pathsFoldersOrGlobs.isEmpty()) {
            throw new IllegalArgumentException("no text: name at least one file, folder or glob pattern");
        }
        Map<Path, Path> byRealPath = new LinkedHashMap<>();
        for (String name : pathsFoldersOrGlobs) {
            for (Path file : resolve(name)) {
                if (!Files.isReadable(file)) {
                    throw new AccessDeniedException(file + ": the file cannot be read; change its permissions");
                }
                byRealPath.putIfAbsent(file.toRealPath(), file);
            }
        }
        return new Corpus(List.copyOf(byRealPath.values()), options);
    }

    /** The files in the order of reading: that of the arguments, and by name inside a folder or pattern. */
    public List<Path> files() {
        return files;
    }

    /** How the files are read. */
    public CorpusOptions options() {
        return options;
    }

    /** The same files and options for another pass: nothing counted and, for de-duplication, nothing seen yet. */
    public Corpus fresh() {
        return new Corpus(files, options);
    }

    /** Size of all files as they lie on disk, in bytes. */
    public long totalBytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Reads one file. Several files may be read at once by several threads. */
    public ParagraphReader read(Path file) throws IOException {
        return FileParagraphReader.open(file, options, counters, seen);
    }

    /** What the readers of this corpus have met so far, in all threads together. */
    public CorpusCounts counts() {
        return new CorpusCounts(
                counters.documents.sum(),
                counters.paragraphs.sum(),
                counters.replaced.sum(),
                counters.cutLines.sum(),
                counters.duplicates.sum());
    }

    private static Collection<Path> resolve(String name) throws IOException {
        Path path = asPath(name);
        if (path != null && Files.isDirectory(path)) {
            return filesUnder(
                    path, p -> true, Integer.MAX_VALUE, name, "the folder holds no file; name files with text");
        }
        if (path != null && Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (path != null && Files.exists(path)) {
            throw new IllegalArgumentException(
                    name + ": is no file but a pipe or a device, and text is read more than once; save it to a file");
        }
        GlobPattern pattern = GlobPattern.of(name);
        if (pattern == null) {
            throw new NoSuchFileException(name, null, "no such file or folder");
        }
        if (!Files.isDirectory(pattern.root())) {
            throw new NoSuchFileException(name, null, "no such folder: " + pattern.root());
        }
        return filesUnder(pattern.root(), pattern::matches, pattern.depth(), name, "no file matches this pattern");
    }

    private static @Nullable Path asPath(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null; // "*" and "?" are no characters of a path on some systems
        }
    }

    private static List<Path> filesUnder(Path root, PathMatcher matcher, int depth, String name, String none)
            throws IOException {
        List<Path> found = new ArrayList<>();
        collect(root, matcher, depth, new HashSet<>(), found);
        if (found.isEmpty()) {
            throw new NoSuchFileException(name, null, none);
        }
        return found;
    }

    /**
     * Links are followed, but no folder is entered inside itself. A folder that the pattern matches is taken whole, as it is where a shell puts its
     * name in place of the pattern.
     */
    private static void collect(Path folder, PathMatcher matcher, int depth, Set<Path> above, List<Path> found)
            throws IOException {
        Path real = folder.toRealPath();
        if (!above.add(real)) {
            return;
        }
        List<Path> children;
        try (Stream<Path> list = Files.list(folder)) {
            children = new ArrayList<>(list.toList());
        } catch (AccessDeniedException e) {
            AccessDeniedException clear =
                    new AccessDeniedException(folder + ": the folder cannot be read; change its permissions");
            clear.initCause(e);
            throw clear;
        }
        children.sort((a, b) -> name(a).compareTo(name(b)));
        for (Path child : children) {
            if (name(child).startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(child)) {
                if (matcher.matches(child)) {
                    collect(child, below -> true, Integer.MAX_VALUE, above, found);
                } else if (depth > 0) {
                    collect(child, matcher, depth - 1, above, found);
                }
            } else if (matcher.matches(child)) {
                if (Files.isRegularFile(child)) {
                    found.add(child);
                } else if (Files.isSymbolicLink(child) && !Files.exists(child)) {
                    throw new NoSuchFileException(child + ": is a link to " + Files.readSymbolicLink(child)
                            + ", which is not there, so its text would be missing; bring the file there, or take the"
                            + " link away");
                }
            }
        }
        above.remove(real);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Sums over all readers. */
    static final class Counters {
        final LongAdder documents = new LongAdder();
        final LongAdder paragraphs = new LongAdder();
        final LongAdder replaced = new LongAdder();
        final LongAdder cutLines = new LongAdder();
        final LongAdder duplicates = new LongAdder();
    }
}
