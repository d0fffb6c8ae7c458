package io.github.electra4j.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A library of the system that the engine and Java take: the C library, C++'s and few others.
 *
 * @param file where it is
 * @param inside where the loader looks for it
 */
public record SystemLibrary(Path file, String inside) {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final List<String> FOLDERS = List.of("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/");
    /** What programs begin with: the name of the loader that stands in each of them. */
    private static final List<Path> LOADERS =
            List.of(Path.of("/lib64/ld-linux-x86-64.so.2"), Path.of("/lib/ld-linux-aarch64.so.1"));
    /** The name that others know a library by ends with its major version. */
    private static final Pattern KNOWN_AS = Pattern.compile(".+\\.so(\\.[0-9]+)?");

    /**
     * Those that this process has loaded; whoever asks has used the engine before.
     *
     * @throws IOException where the system does not tell, as others than Linux
     */
    public static List<SystemLibrary> loaded() throws IOException {
        if (!Files.exists(MAPS)) {
            throw new NoSuchFileException(
                    MAPS + ": not there, as on other systems than Linux; images are made on Linux, of Linux");
        }
        return among(
                Files.readAllLines(MAPS),
                Path.of(System.getProperty("java.home")).toRealPath());
    }

    /**
     * Those that a list of mapped files has.
     *
     * @param maps lines as of {@code proc(5)}, whose sixth field is a file
     * @param java whose own libraries are none of the system
     */
    static List<SystemLibrary> among(List<String> maps, Path java) throws IOException {
        SortedSet<Path> files = new TreeSet<>();
        for (String line : maps) {
            String[] fields = line.split("\\s+", 6);
            String file = fields.length == 6 ? fields[5] : "";
            if (file.contains(".so") && FOLDERS.stream().anyMatch(file::startsWith) && !file.startsWith(java + "/")) {
                files.add(Path.of(file));
            }
        }
        SortedSet<SystemLibrary> libraries = new TreeSet<>((a, b) -> a.inside.compareTo(b.inside));
        for (Path file : files) {
            for (Path name : names(file)) {
                libraries.add(new SystemLibrary(file, name.toString()));
            }
            for (Path loader : LOADERS) {
                if (Files.exists(loader) && Files.isSameFile(loader, file)) {
                    libraries.add(new SystemLibrary(file, loader.toString()));
                }
            }
        }
        return List.copyOf(libraries);
    }

    /** The names in its folder that a file is known by. */
    private static List<Path> names(Path file) throws IOException {
        try (Stream<Path> beside = Files.list(file.getParent())) {
            List<Path> names = beside.filter(path ->
                            KNOWN_AS.matcher(path.getFileName().toString()).matches())
                    .filter(path -> isSame(path, file))
                    .sorted()
                    .toList();
            return names.isEmpty() ? List.of(file) : names;
        }
    }

    /** A link may lead nowhere. */
    private static boolean isSame(Path path, Path file) {
        try {
            return Files.isSameFile(path, file);
        } catch (IOException e) {
            return false;
        }
    }
}
