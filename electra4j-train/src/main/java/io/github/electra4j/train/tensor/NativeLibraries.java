package io.github.electra4j.train.tensor;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * The engine's libraries, loaded by one process at a time. JavaCPP unpacks them into a folder that all processes of a user share, and
 * where MKL is asked for, a link to it takes the place of OpenBLAS there. It locks each of these steps and not the whole: of two processes
 * that start at once, one may find the place changed under its hands, go on with OpenBLAS, and need four times as long for every step.
 */
public final class NativeLibraries {
    private static final String LOCK = ".electra4j.lock";

    private static boolean loaded;

    private NativeLibraries() {}

    /** To be called before anything else of the engine; waits while another process loads them. */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        try (FileChannel file = FileChannel.open(
                new File(Loader.getCacheDir(), LOCK).toPath(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until it is closed
            Loader.load(torch.class);
        } catch (IOException | OverlappingFileLockException e) {
            // Where no file can be locked, or another class loader of this process holds it, JavaCPP's own locks must
            // do.
            Loader.load(torch.class);
        }
        loaded = true;
    }
}
