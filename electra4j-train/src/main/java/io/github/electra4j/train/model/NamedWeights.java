package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One network's weights under Hugging Face's names: from a file into the flat parameters, and back. Queries, keys and values, kept
 * as one matrix, are three in the file. Embeddings of another network stand in this network's file too: shared ones as they
 * are, disentangled ones as their sum with this network's difference. The output layer that is tied to the word embeddings is not
 * written, and passed over where a file has it.
 *
 * @param owner first part of the paths of this network's parameters
 * @param other owner of the embeddings that {@code sharing} speaks of; null for SEPARATE
 * @param sharing how this network stands to the other's embeddings
 */
public record NamedWeights(String owner, @Nullable String other, Sharing sharing) {
    private static final String EMBEDDINGS = "electra.embeddings.";

    /** What published files start all names of the encoder with, except those of a bare encoder. */
    private static final String ENCODER = "electra.";

    /** In some files, and of no use: the tied output weight, and the numbers from 0 that older versions of transformers wrote. */
    private static final Set<String> PASSED_OVER = Set.of("generator_lm_head.weight", EMBEDDINGS + "position_ids");

    /** A network with embeddings of its own. */
    public static NamedWeights of(String owner) {
        return new NamedWeights(owner, null, Sharing.SEPARATE);
    }

    /**
     * What was in one place and not in the other.
     *
     * @param missing names that the network has and the file lacks; these parameters stayed as they were
     * @param unexpected names that the file has and the network lacks
     */
    public record Loaded(List<String> missing, List<String> unexpected) {
        private static final List<String> ENCODER_PARTS = List.of(ENCODER, "embeddings", "encoder.");

        /**
         * Refuses a file that is not whole, or whose encoder is larger than the network's: without its other layers, it would answer
         * wrongly and say nothing. Heads of another kind may be there.
         *
         * @param file for the message
         * @param what the network, for the message, as in "the encoder"
         * @throws IllegalArgumentException where a weight of the network is missing, or one of the file's encoder has no place
         */
        public void requireWhole(Path file, String what) {
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + missing.size() + " weights of " + what
                        + " are missing, the first is \"" + missing.get(0)
                        + "\"; the file belongs to another model or is incomplete");
            }
            List<String> extra = unexpected.stream()
                    .filter(name -> ENCODER_PARTS.stream().anyMatch(name::startsWith))
                    .sorted()
                    .toList();
            if (!extra.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": " + extra.size() + " weights have no place in the encoder that"
                                + " config.json describes, the first is \"" + extra.get(0)
                                + "\"; the two files belong to different models");
            }
        }
    }

    /**
     * Sets this network's parameters from a file. Load the network whose embeddings are shared before one with a difference to them.
     *
     * @throws IllegalArgumentException where a tensor's shape is not that of its parameter
     */
    public Loaded load(Parameters parameters, SafeTensors file) throws IOException {
        boolean bare = file.names().stream().noneMatch(name -> name.startsWith(ENCODER));
        List<String> missing = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Parameters.Slot slot : parameters.slots()) {
            ParameterSpec spec = slot.spec();
            if (!isOurs(spec.name())) {
                continue;
            }
            List<String> parts = published(spec);
            float[] values = parameters.get(spec.name());
            int size = values.length / parts.size();
            boolean found = false;
            for (int i = 0; i < parts.size(); i++) {
                String name = bare && parts.get(i).startsWith(ENCODER)
                        ? parts.get(i).substring(ENCODER.length())
                        : parts.get(i);
                if (!file.contains(name)) {
                    missing.add(parts.get(i));
                    continue;
                }
                checkShape(file, name, partShape(spec, parts.size()));
                System.arraycopy(file.floats(name), 0, values, i * size, size);
                used.add(name);
                found = true;
            }
            String base = base(spec);
            if (found && base != null) {
                add(values, parameters.get(base), -1);
            }
            parameters.set(spec.name(), values);
        }
        parameters.refresh(0, parameters.size());
        List<String> unexpected = file.names().stream()
                .filter(name -> !used.contains(name) && !PASSED_OVER.contains(bare ? ENCODER + name : name))
                .toList();
        return new Loaded(missing, unexpected);
    }

    /** This network's weights, fp32, for a file. */
    public List<NamedTensor> save(Parameters parameters) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (Parameters.Slot slot : parameters.slots()) {
            ParameterSpec spec = slot.spec();
            if (!isOurs(spec.name())) {
                continue;
            }
            float[] values = parameters.get(spec.name());
            String base = base(spec);
            if (base != null) {
                add(values, parameters.get(base), 1);
            }
            List<String> parts = published(spec);
            int size = values.length / parts.size();
            for (int i = 0; i < parts.size(); i++) {
                tensors.add(NamedTensor.ofFloats(
                        parts.get(i),
                        partShape(spec, parts.size()),
                        Arrays.copyOfRange(values, i * size, (i + 1) * size)));
            }
        }
        return tensors;
    }

    private boolean isOurs(String path) {
        return path.startsWith(owner + "/")
                || (sharing == Sharing.SHARED && other != null && path.startsWith(other + "/" + EMBEDDINGS));
    }

    /** The names of a parameter's slices in a file, or its one name. */
    private static List<String> published(ParameterSpec spec) {
        List<String> paths = spec.parts().isEmpty() ? List.of(spec.name()) : spec.parts();
        return paths.stream().map(path -> path.substring(path.indexOf('/') + 1)).toList();
    }

    /** What a disentangled table is the difference to; LayerNorms are whole. */
    private @Nullable String base(ParameterSpec spec) {
        String embeddings = owner + "/" + EMBEDDINGS;
        return sharing == Sharing.DISENTANGLED
                        && other != null
                        && spec.name().startsWith(embeddings)
                        && !spec.name().startsWith(embeddings + "LayerNorm")
                ? other + "/" + spec.name().substring(owner.length() + 1)
                : null;
    }

    private static void add(float[] values, float[] others, int sign) {
        for (int i = 0; i < values.length; i++) {
            values[i] += sign * others[i];
        }
    }

    private static long[] partShape(ParameterSpec spec, int parts) {
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        shape[0] /= parts;
        return shape;
    }

    private static void checkShape(SafeTensors file, String name, long[] expected) {
        long[] found = file.shape(name);
        if (!Arrays.equals(found, expected)) {
            throw new IllegalArgumentException(file.file() + ": tensor \"" + name + "\" has shape "
                    + Arrays.toString(found) + ", expected " + Arrays.toString(expected)
                    + "; config.json and weights do not belong together");
        }
    }
}
