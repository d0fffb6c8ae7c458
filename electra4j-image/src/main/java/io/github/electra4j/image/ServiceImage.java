package io.github.electra4j.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.event.events.ProgressEvent;
import com.google.cloud.tools.jib.event.progress.ProgressEventHandler;
import io.github.electra4j.checkpoint.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * The image of a service, made from nothing: each part is a layer, that which changes seldom first, so that a new model is a new layer alone. It
 * runs as a user without rights, writes to {@code /tmp} alone and listens on port 8080.
 *
 * @param libraries of the system, see {@link SystemLibrary#loaded}
 * @param classPath jars and folders of classes, in their order
 * @param mainClass what Java starts
 * @param javaOptions for the JVM
 * @param environment variables besides those that the image needs
 * @param models what is served when the image is run without arguments
 */
public record ServiceImage(
        List<SystemLibrary> libraries,
        List<Path> classPath,
        String mainClass,
        List<String> javaOptions,
        Map<String, String> environment,
        List<PackedModel> models) {
    static final int PORT = 8080;
    /** By number, since Kubernetes cannot tell from a name that it is not root. */
    static final int USER = 65532;

    private static final String PASSWD =
            "root:x:0:0::/:/bin/false\nelectra:x:" + USER + ":" + USER + "::/tmp:/bin/false\n";
    private static final String GROUP = "root:x:0:\nelectra:x:" + USER + ":\n";

    public ServiceImage {
        libraries = List.copyOf(libraries);
        classPath = List.copyOf(classPath);
        javaOptions = List.copyOf(javaOptions);
        environment = Map.copyOf(environment);
        models = List.copyOf(models);
    }

    /**
     * Checks the name of an image.
     *
     * @throws IllegalArgumentException where container engines would not take it
     */
    public static void checkName(String name) {
        reference(name);
    }

    private static ImageReference reference(String name) {
        try {
            return ImageReference.parse(name);
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException(
                    "name: \"" + name
                            + "\", expected an image's name such as electra4j:1 or registry.example.org/team/electra4j:1",
                    e);
        }
    }

    /**
     * Writes a file that {@code docker load}, {@code podman load} and the like read; the file is there whole or not at all.
     *
     * @param tar is replaced where it is there
     * @param name of the image, with or without a tag
     * @param progress is told what part of the work is done, 0 to 1, by several threads
     * @throws IOException where this Java has no jlink, or a file cannot be read or written
     */
    public void write(Path tar, String name, DoubleConsumer progress) throws IOException, InterruptedException {
        ImageReference reference = reference(name);
        Path target = tar.toAbsolutePath();
        // Beside the result: layers may be larger than what a system has for temporary files.
        Path work = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + ".");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Path runtime = work.resolve("runtime");
            JavaRuntime.link(runtime);
            Path made = work.resolve("image.tar");
            builder(runtime, work)
                    .containerize(Containerizer.to(TarImage.at(made).named(reference))
                            .setOfflineMode(true)
                            .setBaseImageLayersCache(work.resolve("base"))
                            .setApplicationLayersCache(work.resolve("layers"))
                            .setExecutorService(threads)
                            .setToolName("electra4j")
                            .addEventHandler(
                                    ProgressEvent.class,
                                    new ProgressEventHandler(update -> progress.accept(update.getProgress()))));
            Files.move(made, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (ExecutionException | RegistryException | CacheDirectoryCreationException e) {
            throw new IOException(tar + ": the image could not be made: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
            AtomicFiles.deleteTree(work);
        }
    }

    /** Bytes of the files that come from elsewhere, for a progress line: all but the runtime. */
    public long bytes() throws IOException {
        List<Path> files = new ArrayList<>();
        libraries.forEach(library -> files.add(library.file()));
        models.forEach(model -> files.addAll(model.files().values()));
        for (Path entry : classPath) {
            try (Stream<Path> below = Files.walk(entry)) {
                below.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private JibContainerBuilder builder(Path runtime, Path work) throws IOException {
        ClassPathLayers classes = ClassPathLayers.of(classPath);
        Layer system = new Layer("system");
        for (SystemLibrary library : libraries) {
            system.file(library.file(), library.inside());
        }
        system.file(Files.writeString(work.resolve("passwd"), PASSWD), "/etc/passwd");
        system.file(Files.writeString(work.resolve("group"), GROUP), "/etc/group");
        system.writableFolder(Files.createDirectory(work.resolve("tmp")), "/tmp");
        Layer java = new Layer("java").folder(runtime, "/opt/java");
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--host", "0.0.0.0", "--port", Integer.toString(PORT)));
        Layer weights = new Layer("models");
        for (PackedModel model : models) {
            model.files().forEach((file, path) -> weights.file(path, model.directory() + "/" + file));
            arguments.add(model.name() + "=" + model.directory());
        }
        return Jib.fromScratch()
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setFileEntriesLayers(List.of(
                        system.entries(),
                        java.entries(),
                        classes.libraries().entries(),
                        classes.own().entries(),
                        weights.entries()))
                .setEnvironment(variables(classes.value()))
                .setEntrypoint(command())
                .setProgramArguments(arguments)
                .setExposedPorts(Ports.parse(List.of(Integer.toString(PORT))))
                .setUser(USER + ":" + USER)
                .setWorkingDirectory(Layer.path("/tmp"))
                // The same parts give the same image, whenever it is made.
                .setCreationTime(Instant.EPOCH);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("/opt/java/bin/java"));
        command.addAll(javaOptions);
        command.add("-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp");
        command.add(mainClass);
        return command;
    }

    private Map<String, String> variables(String classPathInside) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("CLASSPATH", classPathInside);
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("HOME", "/tmp");
        return variables;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return "aarch64".equals(name) ? "arm64" : name;
    }
}
