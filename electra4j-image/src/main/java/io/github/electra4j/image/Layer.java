package io.github.electra4j.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A layer of an image: files at their places, all of one time, which all may read and whoever runs it may not write. */
final class Layer {
    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions WRITABLE = FilePermissions.fromOctalString("777");

    private final FileEntriesLayer.Builder builder;

    Layer(String name) {
        builder = FileEntriesLayer.builder().setName(name);
    }

    static AbsoluteUnixPath path(String inside) {
        return AbsoluteUnixPath.get(inside);
    }

    /** Adds a file; what may be executed here may be so there. */
    Layer file(Path file, String inside) {
        builder.addEntry(file, path(inside), permissions(file));
        return this;
    }

    /** Adds a folder with all that is in it. */
    Layer folder(Path folder, String inside) throws IOException {
        builder.addEntryRecursive(folder, path(inside), (file, place) -> permissions(file));
        return this;
    }

    /** Adds an empty folder that all may write to. */
    Layer writableFolder(Path folder, String inside) {
        builder.addEntry(folder, path(inside), WRITABLE);
        return this;
    }

    FileEntriesLayer entries() {
        return builder.build();
    }

    private static FilePermissions permissions(Path file) {
        return Files.isExecutable(file) ? EXECUTABLE : READABLE;
    }
}
