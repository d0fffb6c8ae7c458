package io.github.electra4j.cli;

import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.image.PackedModel;
import io.github.electra4j.image.ServiceImage;
import io.github.electra4j.image.SystemLibrary;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.serve.model.ModelSource;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code electra image}: the service as a container image. */
@Command(
        name = "image",
        header = "The service as a container image.",
        description = {
            "Writes a file that docker, podman and Kubernetes' nodes load: the models, electra4j, a Java runtime, and the libraries of this"
                    + " system that they need. Nothing is downloaded, and no daemon and no base image are needed.%n",
            "What runs in it is `electra serve` on port 8080, as a user without rights, with the JVM's options of this process. It writes to"
                    + " /tmp alone. docs/serving.md has a manifest for Kubernetes."
        },
        footer = {
            "%nExamples:",
            "  electra image runs/sentiment --out sentiment.tar --name sentiment:1",
            "  docker load --input sentiment.tar",
            "  docker run --rm --read-only --tmpfs /tmp:exec -p 8080:8080 -e ELECTRA_SERVE_TOKEN sentiment:1"
        })
final class ImageCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "[NAME=]DIR",
            description = "Model directories or runs; requests name them as their folders are called, or by NAME,"
                    + " of letters from A to Z, digits, points, hyphens and underscores.",
            showDefaultValue = Visibility.NEVER)
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the image goes, a tar file.",
            showDefaultValue = Visibility.NEVER)
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME[:TAG]",
            defaultValue = "electra4j:latest",
            description = "What the image is called when it has been loaded.")
    private String name = "";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ModelSource> sources = WrongUse.unless(
                spec, () -> models.stream().map(ModelSource::parse).toList());
        WrongUse.unless(spec, () -> {
            ModelSource.requireDistinct(sources);
            ServiceImage.checkName(name);
            return name;
        });
        OutputPlace.checkFile(out, "--out");
        List<PackedModel> packed = new ArrayList<>();
        for (ModelSource source : sources) {
            use(source.directory());
            packed.add(PackedModel.of(source.name(), source.directory()));
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        ServiceImage image = new ServiceImage(
                SystemLibrary.loaded(), classPath(), Main.class.getName(), javaOptions(), allocator(), packed);
        write(image);
        System.out.printf(Locale.ROOT, "%s: %s, %,.0f MB%n", out, name, Files.size(out) / MEGABYTE);
        common.say("electra: docker load --input " + out);
        return 0;
    }

    private void write(ServiceImage image) throws IOException, InterruptedException {
        if (common.quiet()) {
            image.write(out, name, part -> {});
            return;
        }
        long bytes = image.bytes();
        try (ProgressLine progress = ProgressLine.start("image", bytes, "bytes")) {
            image.write(out, name, part -> progress.update((long) (part * bytes)));
        }
    }

    /** Sees that a model can be served, and has the engine load all that it needs. */
    private static void use(Path directory) throws IOException {
        try (Electra electra = Electra.load(directory)) {
            electra.encode("a", Pooling.MEAN);
        }
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Without those that name files of this machine. */
    private static List<String> javaOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("-D") || option.startsWith("--enable"))
                .filter(option -> !option.startsWith("-Xlog") && !option.startsWith("-XX:SharedArchiveFile"))
                .filter(option -> !option.startsWith("-Dorg.bytedeco.javacpp.cachedir"))
                .toList();
    }

    /** What the launcher tells the C library's allocator. */
    private static Map<String, String> allocator() {
        String tunables = System.getenv("GLIBC_TUNABLES");
        return tunables == null ? Map.of() : Map.of("GLIBC_TUNABLES", tunables);
    }
}
