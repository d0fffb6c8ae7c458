package io.github.electra4j.text;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A pattern of a corpus such as {@code texts/**}{@code /*.txt}: the folder that it begins in, and what it matches below. */
public final class GlobPattern {
    private static final String CHARACTERS = "*?[{";
    private static final String FOLDERS = "**/";

    /** Each doubles what is tried with every file. */
    private static final int MOST_FOLDERS = 8;

    private final Path root;
    private final String below;
    private final List<PathMatcher> matchers;

    private GlobPattern(Path root, String below) {
        this.root = root;
        this.below = below;
        this.matchers = readings(below).stream()
                .map(reading -> FileSystems.getDefault().getPathMatcher("glob:" + reading))
                .toList();
    }

    /** As in a shell, each "**{@literal /}" also stands for no folder at all. */
    private static List<String> readings(String below) {
        List<String> readings = List.of("");
        String between = "";
        String[] parts = below.split(Pattern.quote(FOLDERS), -1);
        if (parts.length - 1 > MOST_FOLDERS) {
            throw new PatternSyntaxException(
                    "it has " + (parts.length - 1) + " times " + FOLDERS + ", of which at most " + MOST_FOLDERS
                            + " are read",
                    below,
                    0);
        }
        for (String part : parts) {
            List<String> longer = new ArrayList<>();
            for (String reading : readings) {
                longer.add(reading + between + part);
                if (!between.isEmpty()) {
                    longer.add(reading + part);
                }
            }
            readings = longer;
            between = FOLDERS;
        }
        return readings;
    }

    /**
     * The pattern of this name; null where the name has none of a pattern's characters.
     *
     * @throws IllegalArgumentException where it has some, and no pattern can be made of it
     */
    public static @Nullable GlobPattern of(String name) {
        String pattern = File.separatorChar == '\\' ? name.replace('\\', '/') : name;
        int glob = 0;
        while (glob < pattern.length() && CHARACTERS.indexOf(pattern.charAt(glob)) < 0) {
            glob++;
        }
        if (glob == pattern.length()) {
            return null;
        }
        int slash = pattern.lastIndexOf('/', glob);
        Path root = Path.of(slash < 0 ? "." : slash == 0 ? "/" : pattern.substring(0, slash));
        try {
            return new GlobPattern(root, pattern.substring(slash + 1));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    name + ": no such file or folder, and no pattern either: " + e.getDescription()
                            + "; correct the name",
                    e);
        }
    }

    /** The last folder that is named in full. */
    Path root() {
        return root;
    }

    /** Folders below the root that may hold a match. */
    int depth() {
        return below.contains("**")
                ? Integer.MAX_VALUE
                : (int) below.chars().filter(c -> c == '/').count();
    }

    /** Whether a path below the root is meant. */
    boolean matches(Path path) {
        Path relative = root.relativize(path);
        return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
    }

    /**
     * Whether a corpus of this pattern takes a file, which need not be there yet: the pattern matches it, or a folder above it, and no name on
     * the way is hidden.
     *
     * @param file a path without links
     */
    public boolean takes(Path file) throws IOException {
        if (!Files.isDirectory(root)) {
            return false;
        }
        Path real = root.toRealPath();
        if (!file.startsWith(real) || file.equals(real)) {
            return false;
        }
        Path path = root;
        boolean taken = false;
        for (Path name : real.relativize(file)) {
            if (name.toString().startsWith(".")) {
                return false;
            }
            path = path.resolve(name);
            taken |= matches(path);
        }
        return taken;
    }
}
