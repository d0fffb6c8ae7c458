package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokenizer's files of a model directory: {@code vocab.txt}, {@code tokenizer.json} (the whole pipeline of Hugging Face's
 * {@code tokenizers}), {@code tokenizer_config.json} and {@code special_tokens_map.json}.
 *
 * @param vocabulary the pieces
 * @param options how text is prepared for them
 */
public record TokenizerFiles(Vocabulary vocabulary, TokenizerOptions options) {
    static final String VOCABULARY = "vocab.txt";
    static final String PIPELINE = "tokenizer.json";
    static final String CONFIG = "tokenizer_config.json";
    static final String SPECIAL = "special_tokens_map.json";

    /** Reads what is there: published models come with {@code vocab.txt}, with {@code tokenizer.json}, or with both. */
    static TokenizerFiles read(Path directory) throws IOException {
        Path text = directory.resolve(VOCABULARY);
        Path pipeline = directory.resolve(PIPELINE);
        ObjectNode json = Files.exists(pipeline) ? JsonText.readObject(pipeline) : null;
        if (!Files.exists(text) && json == null) {
            throw new NoSuchFileException(
                    text.toString(), null, "a model directory holds " + VOCABULARY + ", " + PIPELINE + " or both");
        }
        if (json == null) {
            return new TokenizerFiles(Vocabulary.load(text), optionsOfConfig(directory.resolve(CONFIG)));
        }
        Vocabulary inJson = Vocabulary.of(tokens(json, pipeline));
        Vocabulary vocabulary = Files.exists(text) ? Vocabulary.load(text) : inJson;
        if (!vocabulary.tokens().equals(inJson.tokens())) {
            throw new IllegalArgumentException(
                    directory + ": " + VOCABULARY + " (" + vocabulary.size() + " pieces) and " + PIPELINE + " ("
                            + inJson.size() + ") are of different vocabularies; remove the one that is wrong");
        }
        return new TokenizerFiles(vocabulary, options(json, pipeline));
    }

    /** Writes all four. */
    void write(Path directory, int maxLength) throws IOException {
        Files.writeString(directory.resolve(VOCABULARY), vocabulary.toText());
        Files.writeString(directory.resolve(PIPELINE), pipeline());
        Map<String, Object> config = new LinkedHashMap<>();
        // Hugging Face's ElectraTokenizer makes words above 100 characters unknown, whatever tokenizer.json says.
        config.put("tokenizer_class", options.maxWordLength() == 100 ? "ElectraTokenizer" : "PreTrainedTokenizerFast");
        config.put("do_lower_case", options.lowerCase());
        config.put("strip_accents", options.stripAccents());
        config.put("tokenize_chinese_chars", options.splitCjk());
        config.put("max_input_chars_per_word", options.maxWordLength());
        config.put("model_max_length", maxLength);
        config.putAll(special());
        Files.writeString(directory.resolve(CONFIG), JsonText.pretty(JsonText.node(config)));
        Files.writeString(directory.resolve(SPECIAL), JsonText.pretty(JsonText.node(special())));
    }

    private String pipeline() {
        ObjectNode root = JsonText.object();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set(
                "added_tokens",
                JsonText.node(Vocabulary.SPECIAL.stream().map(this::added).toList()));
        Map<String, Object> normalizer = new LinkedHashMap<>();
        normalizer.put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        normalizer.put("handle_chinese_chars", options.splitCjk());
        normalizer.put("strip_accents", options.stripAccents());
        normalizer.put("lowercase", options.lowerCase());
        root.set("normalizer", JsonText.node(normalizer));
        root.set("pre_tokenizer", JsonText.node(Map.of("type", "BertPreTokenizer")));
        root.set("post_processor", JsonText.node(template()));
        Map<String, Object> decoder = new LinkedHashMap<>();
        decoder.put("type", "WordPiece");
        decoder.put("prefix", "##");
        decoder.put("cleanup", true);
        root.set("decoder", JsonText.node(decoder));
        ObjectNode model = root.putObject("model");
        model.put("type", "WordPiece");
        model.put("unk_token", Vocabulary.UNK);
        model.put("continuing_subword_prefix", "##");
        model.put("max_input_chars_per_word", options.maxWordLength());
        ObjectNode ids = model.putObject("vocab");
        List<String> tokens = vocabulary.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        return JsonText.pretty(root);
    }

    private Map<String, Object> added(String token) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", vocabulary.id(token));
        map.put("content", token);
        map.put("single_word", false);
        map.put("lstrip", false);
        map.put("rstrip", false);
        map.put("normalized", false);
        map.put("special", true);
        return map;
    }

    /** [CLS] a [SEP], and [CLS] a [SEP] b [SEP] with type 1 from b on. */
    private Map<String, Object> template() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "TemplateProcessing");
        List<Object> first = List.of(piece(Vocabulary.CLS, 0), sequence("A", 0), piece(Vocabulary.SEP, 0));
        map.put("single", first);
        map.put("pair", List.of(first.get(0), first.get(1), first.get(2), sequence("B", 1), piece(Vocabulary.SEP, 1)));
        Map<String, Object> tokens = new LinkedHashMap<>();
        for (String token : List.of(Vocabulary.CLS, Vocabulary.SEP)) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", token);
            entry.put("ids", List.of(vocabulary.id(token)));
            entry.put("tokens", List.of(token));
            tokens.put(token, entry);
        }
        map.put("special_tokens", tokens);
        return map;
    }

    private static Map<String, Object> piece(String token, int type) {
        return Map.of("SpecialToken", typed(token, type));
    }

    private static Map<String, Object> sequence(String id, int type) {
        return Map.of("Sequence", typed(id, type));
    }

    private static Map<String, Object> typed(String id, int type) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("type_id", type);
        return map;
    }

    private static Map<String, Object> special() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("unk_token", Vocabulary.UNK);
        map.put("sep_token", Vocabulary.SEP);
        map.put("pad_token", Vocabulary.PAD);
        map.put("cls_token", Vocabulary.CLS);
        map.put("mask_token", Vocabulary.MASK);
        return map;
    }

    private static List<String> tokens(ObjectNode json, Path file) {
        JsonNode model = json.path("model");
        require(model, "type", "WordPiece", file, "model");
        require(model, "continuing_subword_prefix", "##", file, "model");
        JsonNode vocab = model.path("vocab");
        @Nullable String[] tokens = new String[vocab.size()];
        vocab.properties().forEach(p -> {
            JsonNode id = p.getValue();
            if (!id.isIntegralNumber()
                    || !id.canConvertToInt()
                    || id.intValue() < 0
                    || id.intValue() >= tokens.length
                    || tokens[id.intValue()] != null) {
                throw new IllegalArgumentException(file + ": model.vocab: \"" + p.getKey() + "\" has id " + id
                        + ", expected 0 to " + (tokens.length - 1) + ", each once");
            }
            tokens[id.intValue()] = p.getKey();
        });
        return Arrays.stream(tokens).map(Objects::requireNonNull).toList();
    }

    private static TokenizerOptions options(ObjectNode json, Path file) {
        JsonNode normalizer = json.path("normalizer");
        require(normalizer, "type", "BertNormalizer", file, "normalizer");
        require(json.path("pre_tokenizer"), "type", "BertPreTokenizer", file, "pre_tokenizer");
        boolean lowerCase = flag(normalizer, "lowercase", true, file);
        if (!flag(normalizer, "clean_text", true, file)) {
            throw new IllegalArgumentException(file + ": normalizer.clean_text: false, supported: true");
        }
        return new TokenizerOptions(
                lowerCase,
                flag(normalizer, "strip_accents", lowerCase, file),
                flag(normalizer, "handle_chinese_chars", true, file),
                length(json.path("model"), file));
    }

    /**
     * What a {@code tokenizer_config.json} says; where it leaves something out or is missing, Hugging Face's defaults: lower-case, accents as the
     * case, ideographs split, words of up to 100 characters.
     *
     * @throws IllegalArgumentException where a value is of another kind
     */
    public static TokenizerOptions optionsOfConfig(Path file) throws IOException {
        ObjectNode json = Files.exists(file) ? JsonText.readObject(file) : JsonText.object();
        boolean lowerCase = flag(json, "do_lower_case", true, file);
        return new TokenizerOptions(
                lowerCase,
                flag(json, "strip_accents", lowerCase, file),
                flag(json, "tokenize_chinese_chars", true, file),
                length(json, file));
    }

    private static int length(JsonNode node, Path file) {
        JsonNode length = node.path("max_input_chars_per_word");
        if (length.isMissingNode()) {
            return 100;
        }
        if (!length.isIntegralNumber() || !length.canConvertToInt() || length.intValue() < 1) {
            throw new IllegalArgumentException(
                    file + ": max_input_chars_per_word: " + length + ", expected a whole number from 1");
        }
        return length.intValue();
    }

    private static boolean flag(JsonNode node, String key, boolean missing, Path file) {
        JsonNode flag = node.path(key);
        if (flag.isMissingNode() || flag.isNull()) {
            return missing;
        }
        if (!flag.isBoolean()) {
            throw new IllegalArgumentException(
                    file + ": " + key + ": " + flag + ", expected true or false; correct it");
        }
        return flag.booleanValue();
    }

    private static void require(JsonNode node, String key, String supported, Path file, String where) {
        JsonNode found = node.path(key);
        if (!found.isString() || !found.stringValue().equals(supported)) {
            throw new IllegalArgumentException(file + ": " + where + "." + key + ": "
                    + (found.isMissingNode() ? "missing" : found) + ", supported: " + supported);
        }
    }
}
