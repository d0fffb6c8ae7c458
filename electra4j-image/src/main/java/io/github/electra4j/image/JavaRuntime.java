package io.github.electra4j.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The part of this JDK that serving takes. */
final class JavaRuntime {
    /** What the libraries of the service use, here and there by reflection alone, so that no tool could tell. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.management",
            "jdk.unsupported",
            "jdk.zipfs");

    private JavaRuntime() {}

    /**
     * Writes a runtime to a folder that is not there yet.
     *
     * @throws IOException where this Java cannot make one, as one without {@code jlink}
     */
    static void link(Path to) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("java.home"));
        Path jlink = home.resolve("bin").resolve("jlink");
        if (!Files.isExecutable(jlink)) {
            throw new IOException(
                    home
                            + ": this Java has no bin/jlink, which makes the runtime of an image; run electra with a whole JDK");
        }
        // A module that a newer Java has given up has its content elsewhere.
        String modules = MODULES.stream()
                .filter(name -> ModuleFinder.ofSystem().find(name).isPresent())
                .collect(Collectors.joining(","));
        // A process of its own: run in this one, jlink arranges its second runtime otherwise than its first.
        Process process = new ProcessBuilder(
                        jlink.toString(),
                        "--add-modules",
                        modules,
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        to.toString())
                .redirectErrorStream(true)
                .start();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (process.waitFor() != 0) {
            throw new IOException(jlink + " made no runtime: " + said);
        }
    }
}
