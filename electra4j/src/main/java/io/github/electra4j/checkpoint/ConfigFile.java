package io.github.electra4j.checkpoint;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a {@code config.json}, as Hugging Face's {@code ElectraConfig} has it.
 *
 * <p>A missing key takes {@code ElectraConfig}'s default. A model that {@code ElectraModel} cannot compute has
 * {@code model_type} {@code electra4j} and says what it has in {@code electra4j_norm}, {@code electra4j_positions}, {@code
 * electra4j_biases} and {@code electra4j_feed_forward}, so that {@code transformers} refuses it and does not load it wrongly in silence.
 *
 * @param config the shape of the network
 * @param architectures the class or classes in Hugging Face that the weights are for; empty where the file names none
 * @param labels class names by id; empty where the file names none
 * @param problemType {@code regression}, {@code single_label_classification}, {@code multi_label_classification}, or null
 * @param extra all other keys as they stand in the file, as Java values; without null values and without those that tell how the
 *     file was written ({@code dtype}, {@code transformers_version})
 */
public record ConfigFile(
        ElectraConfig config,
        List<String> architectures,
        List<String> labels,
        @Nullable String problemType,
        Map<String, Object> extra) {
    /** The file's name in a model directory. */
    public static final String NAME = "config.json";

    private static final String FAITHFUL = "electra";
    private static final String DIFFERENT = "electra4j";
    private static final String OWN = "electra4j_";
    private static final String NORM = OWN + "norm";
    private static final String POSITIONS = OWN + "positions";
    private static final String BIASES = OWN + "biases";
    private static final String FEED_FORWARD = OWN + "feed_forward";
    private static final Set<String> KNOWN = Set.of(
            "model_type",
            "architectures",
            "vocab_size",
            "embedding_size",
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "intermediate_size",
            "hidden_act",
            "hidden_dropout_prob",
            "attention_probs_dropout_prob",
            "max_position_embeddings",
            "type_vocab_size",
            "initializer_range",
            "layer_norm_eps",
            "pad_token_id",
            "position_embedding_type",
            "id2label",
            "label2id",
            "num_labels",
            "problem_type",
            NORM,
            POSITIONS,
            BIASES,
            FEED_FORWARD);
    /** Keys that speak of the file they were read from, and would be wrong of another. */
    private static final Set<String> DROPPED = Set.of("dtype", "torch_dtype", "transformers_version", "_name_or_path");
    /** Keys of no consequence for the function, written so that other tools find what they know. */
    private static final Map<String, Object> ACCOMPANY = Map.of(
            "summary_type",
            "first",
            "summary_use_proj",
            true,
            "summary_activation",
            "gelu",
            "summary_last_dropout",
            0.1);

    public ConfigFile {
        architectures = List.copyOf(architectures);
        labels = List.copyOf(labels);
        extra = Map.copyOf(extra);
    }

    /** A configuration for one class of Hugging Face's, without labels. */
    public static ConfigFile of(ElectraConfig config, String architecture) {
        return new ConfigFile(config, List.of(architecture), List.of(), null, Map.of());
    }

    /** The same with class names by id and a problem type. */
    public ConfigFile withLabels(List<String> names, @Nullable String problem) {
        return new ConfigFile(config, architectures, names, problem, extra);
    }

    /** Reads a {@code config.json}. */
    public static ConfigFile read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file; expected a model's config.json");
        }
        return parse(JsonText.readObject(file), file.toString());
    }

    /** Parses the text of a {@code config.json}. */
    public static ConfigFile parse(String json, String source) {
        return parse(JsonText.parseObject(json.getBytes(StandardCharsets.UTF_8), source), source);
    }

    /** Writes the file aside and moves it into place. */
    public void write(Path file) throws IOException {
        AtomicFiles.writeString(file, toJson());
    }

    /** The text of the file. */
    public String toJson() {
        ObjectNode root = JsonText.object();
        root.put("model_type", config.isFaithful() ? FAITHFUL : DIFFERENT);
        if (!architectures.isEmpty()) {
            ArrayNode names = root.putArray("architectures");
            architectures.forEach(names::add);
        }
        root.put("vocab_size", config.vocabSize());
        root.put("embedding_size", config.embeddingSize());
        root.put("hidden_size", config.hiddenSize());
        root.put("num_hidden_layers", config.layers());
        root.put("num_attention_heads", config.heads());
        root.put("intermediate_size", config.intermediateSize());
        root.put("hidden_act", "gelu");
        root.put("hidden_dropout_prob", config.hiddenDropout());
        root.put("attention_probs_dropout_prob", config.attentionDropout());
        root.put("max_position_embeddings", config.maxPositions());
        root.put("type_vocab_size", config.typeVocabSize());
        root.put("initializer_range", config.initializerRange());
        root.put("layer_norm_eps", config.layerNormEps());
        root.put("pad_token_id", config.padTokenId());
        if (config.positions() == Positions.LEARNED) {
            root.put("position_embedding_type", "absolute");
        }
        if (!config.isFaithful()) {
            parts(config).forEach((key, value) -> root.set(key, JsonText.node(value)));
        }
        if (problemType != null) {
            root.put("problem_type", problemType);
        }
        if (!labels.isEmpty()) {
            ObjectNode byId = root.putObject("id2label");
            ObjectNode byLabel = root.putObject("label2id");
            for (int i = 0; i < labels.size(); i++) {
                byId.put(Integer.toString(i), labels.get(i));
                byLabel.put(labels.get(i), i);
            }
        }
        Map<String, Object> others = new TreeMap<>(ACCOMPANY);
        others.putAll(extra);
        others.forEach((key, value) -> root.set(key, JsonText.node(value)));
        return JsonText.pretty(root);
    }

    /** What Hugging Face's ElectraModel has of one kind alone, by the keys of the file. */
    private static Map<String, Object> parts(ElectraConfig config) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(NORM, config.norm().name().toLowerCase(Locale.ROOT));
        parts.put(POSITIONS, config.positions().name().toLowerCase(Locale.ROOT));
        parts.put(BIASES, config.biases());
        parts.put(FEED_FORWARD, config.feedForward().name().toLowerCase(Locale.ROOT));
        return parts;
    }

    /** The same in words, between commas. */
    static String describe(ElectraConfig config) {
        return parts(config).entrySet().stream()
                .map(part -> part.getKey().substring(OWN.length()) + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    private static ConfigFile parse(ObjectNode root, String source) {
        Keys keys = new Keys(root, source);
        String type = keys.text("model_type", FAITHFUL);
        if (!type.equals(FAITHFUL) && !type.equals(DIFFERENT)) {
            throw keys.unsupported("model_type", type, FAITHFUL + " and " + DIFFERENT);
        }
        keys.only("hidden_act", "gelu");
        keys.only("position_embedding_type", "absolute");
        keys.only("is_decoder", false);
        keys.only("add_cross_attention", false);
        List<String> architectures = keys.texts("architectures");
        if (architectures.contains(Architecture.GENERATOR.className())) {
            keys.only("tie_word_embeddings", true);
        }
        ElectraConfig config;
        try {
            config = new ElectraConfig(
                    keys.integer("vocab_size", 30522),
                    keys.integer("embedding_size", 128),
                    keys.integer("hidden_size", 256),
                    keys.integer("num_hidden_layers", 12),
                    keys.integer("num_attention_heads", 4),
                    keys.integer("intermediate_size", 1024),
                    keys.integer("max_position_embeddings", 512),
                    keys.integer("type_vocab_size", 2),
                    keys.number("hidden_dropout_prob", 0.1),
                    keys.number("attention_probs_dropout_prob", 0.1),
                    keys.number("layer_norm_eps", 1e-12),
                    keys.number("initializer_range", 0.02),
                    keys.integer("pad_token_id", 0),
                    keys.oneOf(NORM, Norm.values(), Norm.POST),
                    keys.oneOf(POSITIONS, Positions.values(), Positions.LEARNED),
                    keys.truth(BIASES, true),
                    keys.oneOf(FEED_FORWARD, FeedForward.values(), FeedForward.GELU));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(source) ? e : new IllegalArgumentException(source + ": " + message, e);
        }
        if (type.equals(FAITHFUL) && !config.isFaithful()) {
            throw new IllegalArgumentException(source + ": model_type " + FAITHFUL + " with " + OWN + "... "
                    + describe(config) + "; such a model has model_type " + DIFFERENT);
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        root.properties().forEach(p -> {
            if (!KNOWN.contains(p.getKey())
                    && !DROPPED.contains(p.getKey())
                    && !p.getValue().isNull()) {
                extra.put(p.getKey(), JsonText.value(p.getValue()));
            }
        });
        String problem = root.hasNonNull("problem_type") ? keys.text("problem_type", "") : null;
        return new ConfigFile(config, architectures, labels(keys), problem, extra);
    }

    private static List<String> labels(Keys keys) {
        JsonNode byId = keys.root().get("id2label");
        if (byId == null || byId.isNull()) {
            int count = keys.integer("num_labels", 0);
            if (count < 0 || count > 1_000_000) {
                throw keys.unsupported("num_labels", Integer.toString(count), "0 to 1000000");
            }
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                names.add("LABEL_" + i);
            }
            return names;
        }
        if (!byId.isObject()) {
            throw keys.unsupported("id2label", byId.toString(), "an object from ids to names");
        }
        @Nullable String[] names = new String[byId.size()];
        byId.properties().forEach(p -> {
            String id = p.getKey();
            int index = id.matches("\\d{1,9}") ? Integer.parseInt(id) : -1;
            if (index < 0
                    || index >= names.length
                    || names[index] != null
                    || !p.getValue().isString()) {
                throw keys.unsupported(
                        "id2label",
                        "\"" + id + "\": " + p.getValue(),
                        "ids 0 to " + (names.length - 1) + ", each once, with a text");
            }
            names[index] = p.getValue().stringValue();
        });
        List<String> list = new ArrayList<>();
        for (@Nullable String name : names) {
            list.add(Objects.requireNonNull(name));
        }
        return list;
    }

    /** Typed look-ups whose errors name file, key, what was found and what is supported. A JSON null counts as missing. */
    private record Keys(ObjectNode root, String source) {
        int integer(String key, int missing) {
            JsonNode node = root.get(key);
            if (node == null || node.isNull()) {
                return missing;
            }
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw unsupported(key, node.toString(), "a whole number below 2^31");
            }
            return node.intValue();
        }

        double number(String key, double missing) {
            JsonNode node = root.get(key);
            if (node == null || node.isNull()) {
                return missing;
            }
            if (!node.isNumber() || !Double.isFinite(node.doubleValue()) || node.doubleValue() < 0) {
                throw unsupported(key, node.toString(), "a number from 0");
            }
            return node.doubleValue();
        }

        String text(String key, String missing) {
            JsonNode node = root.get(key);
            if (node == null || node.isNull()) {
                return missing;
            }
            if (!node.isString()) {
                throw unsupported(key, node.toString(), "a text");
            }
            return node.stringValue();
        }

        List<String> texts(String key) {
            JsonNode node = root.get(key);
            List<String> texts = new ArrayList<>();
            if (node == null || node.isNull()) {
                return texts;
            }
            if (!node.isArray()) {
                throw unsupported(key, node.toString(), "an array of texts");
            }
            for (JsonNode text : node) {
                if (!text.isString()) {
                    throw unsupported(key, node.toString(), "an array of texts");
                }
                texts.add(text.stringValue());
            }
            return texts;
        }

        <E extends Enum<E>> E oneOf(String key, E[] values, E missing) {
            String found = text(key, missing.name().toLowerCase(Locale.ROOT));
            return Arrays.stream(values)
                    .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(found))
                    .findFirst()
                    .orElseThrow(() ->
                            unsupported(key, found, Arrays.toString(values).toLowerCase(Locale.ROOT)));
        }

        void only(String key, String supported) {
            String found = text(key, supported);
            if (!found.equals(supported)) {
                throw unsupported(key, found, supported);
            }
        }

        void only(String key, boolean supported) {
            JsonNode node = root.get(key);
            if (node != null && !node.isNull() && !(node.isBoolean() && node.booleanValue() == supported)) {
                throw unsupported(key, node.toString(), Boolean.toString(supported));
            }
        }

        boolean truth(String key, boolean missing) {
            JsonNode node = root.get(key);
            if (node == null || node.isNull()) {
                return missing;
            }
            if (!node.isBoolean()) {
                throw unsupported(key, node.toString(), "true and false");
            }
            return node.booleanValue();
        }

        IllegalArgumentException unsupported(String key, String found, String supported) {
            String shown = found.length() > 200 ? found.substring(0, 200) + "..." : found;
            return new IllegalArgumentException(source + ": " + key + ": " + shown + ", supported: " + supported);
        }
    }
}
