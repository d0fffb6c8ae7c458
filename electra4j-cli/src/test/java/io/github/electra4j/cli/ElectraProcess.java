package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line in a process of its own, on the class path of the test without its classes. */
final class ElectraProcess {
    private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();
    private static final String CLASS_PATH = classPath();
    private static final List<String> JAVA = java();

    static {
        // A test that is ended because it hangs leaves its process behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    /** What a process left: its exit code, standard output and standard error. */
    record Result(int code, String out, String err) {}

    private ElectraProcess() {}

    private static String classPath() {
        Path tests = location();
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(tests))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location() {
        try {
            return Path.of(ElectraProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * As the launcher starts it. Once the modules are jars their classes can be archived, as the launcher does, here of a process that
     * trains: every process starts half a second sooner.
     */
    private static List<String> java() {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        List<Path> libraries =
                Stream.of(CLASS_PATH.split(File.pathSeparator)).map(Path::of).toList();
        if (libraries.stream()
                .anyMatch(library -> library.getFileName().toString().startsWith("mkl-"))) {
            java.add("-Dorg.bytedeco.openblas.load=mkl");
        }
        if (System.getenv("ELECTRA_LIBTORCH") == null) {
            // No search for CUDA's libraries.
            java.add("-Dorg.bytedeco.javacpp.platform.extension=");
        }
        if (libraries.stream().allMatch(Files::isRegularFile)) {
            try {
                Path folder = Files.createTempDirectory("electra-classes");
                Path archive = folder.resolve("classes.jsa");
                folder.toFile().deleteOnExit();
                archive.toFile().deleteOnExit();
                train(java, folder, archive);
                java.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return java;
    }

    private static void train(List<String> java, Path folder, Path archive) throws IOException, InterruptedException {
        Path text = folder.resolve("text.txt");
        Path run = folder.resolve("run");
        Files.writeString(text, "the dog sees the cat\n\n".repeat(9));
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", CLASS_PATH, Main.class.getName()));
        command.addAll(List.of("pretrain", "--text", text.toString(), "--vocab-size", "30", "--config", "tiny"));
        command.addAll(List.of("--steps", "2", "--batch", "2", "--precision", "fp32", "--out", run.toString()));
        // Its output is thrown away: a thread that reads it would wait for this class, which waits here.
        started(new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD))
                .waitFor();
        AtomicFiles.deleteTree(run);
        Files.delete(text);
    }

    /** Starts {@code electra} in a folder; nobody reads what it prints. */
    static Process startUnread(Path folder, String... arguments) throws IOException {
        return startWith(List.of(), folder, arguments);
    }

    /** The same with more options of the JVM. */
    static Process startWith(List<String> options, Path folder, String... arguments) throws IOException {
        return started(builder(options, folder, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    /** Starts {@code electra} in a folder; the caller reads all that it prints, since otherwise it waits once a pipe is full. */
    static Process start(Path folder, String... arguments) throws IOException {
        return started(builder(List.of(), folder, arguments));
    }

    /** Starts {@code electra} with its standard output going to a file or device. */
    static Process startInto(Path out, Path folder, String... arguments) throws IOException {
        return started(builder(List.of(), folder, arguments).redirectOutput(out.toFile()));
    }

    /** Starts a process that ends with the tests at the latest. */
    static Process started(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        STARTED.add(process);
        return process;
    }

    private static ProcessBuilder builder(List<String> options, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(options);
        command.addAll(List.of("-cp", CLASS_PATH, Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("ELECTRA_DEBUG");
        return builder;
    }

    /** Runs {@code electra} to its end with nothing to read. */
    static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        return runWith(folder, new byte[0], arguments);
    }

    /** Runs {@code electra} to its end with these bytes as its standard input. */
    static Result runWith(Path folder, byte[] input, String... arguments) throws IOException, InterruptedException {
        return ended(start(folder, arguments), input, "electra " + String.join(" ", arguments));
    }

    /** What a process leaves that reads these bytes. */
    static Result ended(Process process, byte[] input, String name) throws InterruptedException {
        CompletableFuture<String> out = all(process.getInputStream());
        CompletableFuture<String> err = all(process.getErrorStream());
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It ended before it read everything, as it does when its options are wrong.
        }
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(name + " did not end");
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    /** All that comes out of a stream of a process, read beside the test. */
    static CompletableFuture<String> all(InputStream stream) {
        CompletableFuture<String> all = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (stream) {
                all.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                all.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return all;
    }
}
