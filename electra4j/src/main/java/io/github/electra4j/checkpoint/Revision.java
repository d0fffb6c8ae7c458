package io.github.electra4j.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The git revision that this electra4j was built from. */
public final class Revision {
    /** Written by the build. */
    private static final String FILE = "revision";

    private Revision() {}

    /** The full commit id, with "-dirty" where files differed from it; null for a build outside of a clone. */
    public static @Nullable String ofElectra4j() {
        try (InputStream in = Revision.class.getResourceAsStream(FILE)) {
            String revision = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return revision.isEmpty() ? null : revision;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
