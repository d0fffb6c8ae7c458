package io.github.electra4j.checkpoint;

import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model on disk in Hugging Face's layout: {@code config.json}, {@code model.safetensors}, {@code vocab.txt}, the tokenizer's
 * other files, and electra4j's own {@code electra4j.json} (fine-tuned models), {@code provenance.json} and
 * {@code MODEL_CARD.md}. Thread-safe; closing it leaves buffers that were given out valid.
 */
public final class ModelDirectory implements Closeable {
    /** The weights' file name. */
    public static final String WEIGHTS = "model.safetensors";

    private static final Set<String> WRITTEN = Set.of(
            ConfigFile.NAME,
            WEIGHTS,
            TokenizerFiles.VOCABULARY,
            TokenizerFiles.PIPELINE,
            TokenizerFiles.CONFIG,
            TokenizerFiles.SPECIAL,
            TaskSettings.NAME,
            Provenance.NAME,
            ModelCard.NAME);

    /** Where a run has the network that it kept. */
    private static final List<String> KEPT = List.of("discriminator", "encoder");

    private final Path path;
    private final ConfigFile config;
    private final Architecture architecture;
    private final TokenizerFiles tokenizer;
    private final SafeTensors tensors;
    private final @Nullable TaskSettings task;

    private ModelDirectory(
            Path path,
            ConfigFile config,
            Architecture architecture,
            TokenizerFiles tokenizer,
            SafeTensors tensors,
            @Nullable TaskSettings task) {
        this.path = path;
        this.config = config;
        this.architecture = architecture;
        this.tokenizer = tokenizer;
        this.tensors = tensors;
        this.task = task;
    }

    /**
     * Opens a model directory, or the {@code discriminator/} of a run directory. The weights of a model that electra4j has made are
     * read through once, to see that they are as they were written.
     *
     * @throws NoSuchFileException where a file is missing
     * @throws IllegalArgumentException where a file is damaged or asks for what is not supported
     */
    public static ModelDirectory open(Path directory) throws IOException {
        Path path = find(directory);
        ConfigFile config = ConfigFile.read(path.resolve(ConfigFile.NAME));
        TokenizerFiles tokenizer = TokenizerFiles.read(path);
        if (tokenizer.vocabulary().size() > config.config().vocabSize()) {
            throw new IllegalArgumentException(path + ": the vocabulary has "
                    + tokenizer.vocabulary().size() + " pieces, but vocab_size in " + ConfigFile.NAME + " is "
                    + config.config().vocabSize() + "; the files are of different models");
        }
        Path taskFile = path.resolve(TaskSettings.NAME);
        TaskSettings task = Files.exists(taskFile) ? TaskSettings.read(taskFile) : null;
        SafeTensors tensors = openWeights(path);
        try {
            checkWeights(path);
            Architecture architecture = Architecture.of(
                    config, tensors, path.resolve(ConfigFile.NAME).toString());
            return new ModelDirectory(path, config, architecture, tokenizer, tensors, task);
        } catch (RuntimeException | IOException e) {
            tensors.close();
            throw e;
        }
    }

    /**
     * The files that belong to a model, and nothing that stands beside it: trainings, logs, the other network of a run.
     *
     * @param directory of the model, or of a run, whose kept network is meant
     * @throws NoSuchFileException where there is no model
     */
    public static List<Path> files(Path directory) throws IOException {
        Path path = find(directory);
        return WRITTEN.stream()
                .sorted()
                .map(path::resolve)
                .filter(Files::exists)
                .toList();
    }

    /**
     * Writes a model directory aside, syncs it and swaps it into place. What else stood in the directory stays in it.
     */
    public static void write(Path directory, ModelFiles files) throws IOException {
        long parameters = files.tensors().stream()
                .mapToLong(t -> Arrays.stream(t.shape()).reduce(1, (a, b) -> a * b))
                .sum();
        AtomicFiles.replaceDirectory(directory, aside -> {
            Files.writeString(aside.resolve(ConfigFile.NAME), files.config().toJson());
            try (FileChannel channel =
                    FileChannel.open(aside.resolve(WEIGHTS), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                SafeTensors.writeTo(channel, files.tensors(), Map.of("format", "pt"));
            }
            new TokenizerFiles(files.vocabulary(), files.tokenizer())
                    .write(aside, files.config().config().maxPositions());
            if (files.task() != null) {
                Files.writeString(aside.resolve(TaskSettings.NAME), files.task().toJson());
            }
            Provenance provenance = files.provenance().withWeights(Checksum.of(aside.resolve(WEIGHTS)));
            Files.writeString(aside.resolve(Provenance.NAME), provenance.toJson());
            try (SafeTensors written = SafeTensors.open(aside.resolve(WEIGHTS))) {
                Architecture architecture = Architecture.of(files.config(), written, directory.toString());
                ModelCard card = new ModelCard(
                        files.name(),
                        files.config(),
                        architecture,
                        parameters,
                        provenance,
                        files.scores(),
                        files.task());
                Files.writeString(aside.resolve(ModelCard.NAME), card.toMarkdown());
            }
            carryOver(directory, aside, WRITTEN);
        });
    }

    /** Where the files are: a run directory was given, this is the network's that it kept. */
    public Path path() {
        return path;
    }

    public ConfigFile config() {
        return config;
    }

    public Architecture architecture() {
        return architecture;
    }

    public Vocabulary vocabulary() {
        return tokenizer.vocabulary();
    }

    public TokenizerOptions tokenizerOptions() {
        return tokenizer.options();
    }

    public SafeTensors tensors() {
        return tensors;
    }

    /** The task of a model that electra4j has fine-tuned, or null. */
    public @Nullable TaskSettings task() {
        return task;
    }

    /** Reads where the model comes from; null for a model that electra4j has not made. */
    public @Nullable Provenance provenance() throws IOException {
        return provenance(path);
    }

    private static @Nullable Provenance provenance(Path path) throws IOException {
        Path file = path.resolve(Provenance.NAME);
        return Files.exists(file) ? Provenance.read(file) : null;
    }

    /** Of a model that electra4j wrote; nothing is known of the weights of others. */
    private static void checkWeights(Path path) throws IOException {
        Provenance provenance = provenance(path);
        Checksum written = provenance == null ? null : provenance.weights();
        if (written == null) {
            return;
        }
        Checksum found = Checksum.of(path.resolve(WEIGHTS));
        if (!found.equals(written)) {
            throw new IllegalArgumentException(
                    path.resolve(WEIGHTS) + ": " + found.bytes() + " bytes with the checksum "
                            + found.crc32c() + ", but " + Provenance.NAME + " says that " + written.bytes() + " with "
                            + written.crc32c() + " were written; the file is damaged: copy or make it again, or remove "
                            + Provenance.NAME + " if another program changed it on purpose");
        }
    }

    @Override
    public void close() throws IOException {
        tensors.close();
    }

    private static Path find(Path directory) throws IOException {
        AtomicFiles.recoverDirectory(directory);
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(
                    directory + ": no such directory; expected a model directory or a run directory");
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + ": not a directory; expected a model directory, with "
                    + ConfigFile.NAME + " and " + WEIGHTS + " in it");
        }
        if (Files.exists(directory.resolve(ConfigFile.NAME))) {
            return directory;
        }
        for (String folder : KEPT) {
            Path kept = directory.resolve(folder);
            AtomicFiles.recoverDirectory(kept);
            if (Files.exists(kept.resolve(ConfigFile.NAME))) {
                return kept;
            }
        }
        throw new NoSuchFileException(
                directory.toString(),
                null,
                "no " + ConfigFile.NAME + " in it; a model directory holds "
                        + ConfigFile.NAME + ", " + WEIGHTS + " and " + TokenizerFiles.VOCABULARY
                        + "; a run directory has them in discriminator/ or encoder/, and in generator/");
    }

    private static SafeTensors openWeights(Path path) throws IOException {
        Path file = path.resolve(WEIGHTS);
        if (Files.exists(file)) {
            return SafeTensors.open(file);
        }
        for (String other : new String[] {"pytorch_model.bin", "tf_model.h5", WEIGHTS + ".index.json"}) {
            if (Files.exists(path.resolve(other))) {
                throw new NoSuchFileException(
                        path.toString(),
                        null,
                        "no " + WEIGHTS + " in it, but " + other
                                + ", which electra4j does not read; in Python, AutoModel.from_pretrained(...) and"
                                + " save_pretrained(..., max_shard_size=\"100GB\") write the one from the other");
            }
        }
        throw new NoSuchFileException(
                path.toString(),
                null,
                "no " + WEIGHTS + " in it; a model directory holds " + ConfigFile.NAME + ", " + WEIGHTS + " and "
                        + TokenizerFiles.VOCABULARY);
    }

    /** Links what the user or another command keeps beside the model, so that files open for appending go on as well. */
    private static void carryOver(Path from, Path to, Set<String> except) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (except.contains(name)) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    carryOver(entry, Files.createDirectory(to.resolve(name)), Set.of());
                } else {
                    link(entry, to.resolve(name));
                }
            }
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException e) {
            Files.copy(from, to);
        }
    }
}
