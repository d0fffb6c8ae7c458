package io.github.electra4j.vocab;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Hugging Face's Rust tokenizer over a vocabulary of ours, through DJL, from a {@code tokenizer.json} made in memory. */
final class HuggingFaceOracle implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    HuggingFaceOracle(Vocabulary vocabulary, TokenizerOptions options) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        vocabulary.tokens().forEach(token -> ids.put(token, ids.size()));
        Map<String, Object> normalizer = Map.of(
                "type", "BertNormalizer",
                "clean_text", true,
                "handle_chinese_chars", options.splitCjk(),
                "strip_accents", options.stripAccents(),
                "lowercase", options.lowerCase());
        Map<String, Object> model = Map.of(
                "type",
                "WordPiece",
                "unk_token",
                Vocabulary.UNK,
                "continuing_subword_prefix",
                "##",
                "max_input_chars_per_word",
                options.maxWordLength(),
                "vocab",
                ids);
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("version", "1.0");
        whole.put("added_tokens", new Object[0]);
        whole.put("normalizer", normalizer);
        whole.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
        whole.put("model", model);
        byte[] json = new JsonMapper().writeValueAsBytes(whole);
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        // The native library is unpacked here rather than into the user's home.
        System.setProperty(
                "DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json), Map.of("addSpecialTokens", "false", "truncation", "false"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Hugging Face gives, its offsets turned from code points to UTF-16 units. */
    Encoding encode(String text) {
        ai.djl.huggingface.tokenizers.Encoding theirs = tokenizer.encode(text, false, false);
        int n = theirs.getIds().length;
        Encoding ours = new Encoding(new int[n], new int[n], new int[n], new int[n]);
        int[] unit = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < unit.length; i++) {
            unit[i] = text.offsetByCodePoints(unit[i - 1], 1);
        }
        for (int i = 0; i < n; i++) {
            CharSpan span = theirs.getCharTokenSpans()[i];
            ours.ids()[i] = (int) theirs.getIds()[i];
            ours.starts()[i] = unit[span.getStart()];
            ours.ends()[i] = unit[span.getEnd()];
            ours.words()[i] = (int) theirs.getWordIds()[i];
        }
        return ours;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
