package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from: {@code provenance.json} in a model directory.
 *
 * @param command the command as it was given
 * @param version version of electra4j
 * @param revision its git revision, with "-dirty" where it was built with changes, or null where not known
 * @param java version of Java and of its maker
 * @param os operating system and architecture
 * @param seed the seed of all randomness
 * @param data the files that were read
 * @param settings every setting as resolved, as JSON holds them
 * @param created when the model was written, in UTC, ISO 8601
 * @param compute what it cost
 * @param parents the models it was made from
 * @param weights of {@code model.safetensors} as it was written; null where not known
 */
public record Provenance(
        String command,
        String version,
        @Nullable String revision,
        String java,
        String os,
        long seed,
        List<DataFile> data,
        Map<String, Object> settings,
        String created,
        Compute compute,
        List<Parent> parents,
        @Nullable Checksum weights) {
    /** The file's name in a model directory. */
    public static final String NAME = "provenance.json";

    /**
     * A file that was read.
     *
     * @param name how the user named it
     * @param bytes its size
     * @param sha256 digest of its bytes, hexadecimal
     */
    public record DataFile(String name, long bytes, String sha256) {
        /** Reads a file through and takes its digest. */
        public static DataFile of(Path file) throws IOException {
            MessageDigest digest = sha256Digest();
            long bytes = 0;
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    bytes += read;
                }
            }
            return new DataFile(file.toString(), bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /**
     * What training cost.
     *
     * @param steps optimiser steps
     * @param tokens tokens that went through the network, padding not counted
     * @param flops floating-point operations, two a multiply-add
     * @param seconds of training, over all processes that took part one after another
     * @param device what it ran on
     */
    public record Compute(long steps, long tokens, double flops, double seconds, String device) {
        /** Nothing was trained. */
        public static Compute none() {
            return new Compute(0, 0, 0, 0, "");
        }
    }

    /**
     * A model that this one was made from.
     *
     * @param name how the user named it
     * @param sha256 digest of its weights file
     */
    public record Parent(String name, String sha256) {
        /** The model in a directory. */
        public static Parent of(Path modelDirectory) throws IOException {
            return new Parent(
                    modelDirectory.toString(),
                    DataFile.of(modelDirectory.resolve(ModelDirectory.WEIGHTS)).sha256());
        }
    }

    public Provenance {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(compute, "compute");
        data = List.copyOf(data);
        settings = Map.copyOf(settings);
        parents = List.copyOf(parents);
    }

    /** A provenance of now, on this Java, of this version. */
    public static Provenance ofNow(
            String command,
            long seed,
            List<DataFile> data,
            Map<String, Object> settings,
            Compute compute,
            List<Parent> parents) {
        return new Provenance(
                command,
                Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                Revision.ofElectra4j(),
                System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                seed,
                data,
                settings,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                compute,
                parents,
                null);
    }

    /** The same of a model with these weights. */
    Provenance withWeights(Checksum written) {
        return new Provenance(
                command, version, revision, java, os, seed, data, settings, created, compute, parents, written);
    }

    /** The text of the file. */
    public String toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("command", command);
        map.put("version", version);
        if (revision != null) {
            map.put("revision", revision);
        }
        map.put("java", java);
        map.put("os", os);
        map.put("seed", seed);
        map.put("created", created);
        map.put("data", data);
        map.put("settings", new TreeMap<>(settings));
        map.put("compute", compute);
        map.put("parents", parents);
        if (weights != null) {
            map.put("weights", weights);
        }
        return JsonText.pretty(JsonText.node(map));
    }

    /** Reads a {@code provenance.json}. */
    public static Provenance read(Path file) throws IOException {
        try {
            return JsonText.bind(JsonText.readObject(file), Provenance.class);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString())
                    ? e
                    : new IllegalArgumentException(
                            file + ": " + message
                                    + "; put a copy of the file back, or take it away: the model is read without it",
                            e);
        }
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
