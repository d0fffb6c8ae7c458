package io.github.electra4j.cli;

import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of pre-training that {@code electra pretrain} and {@code electra plan} have in common. */
final class PretrainingArguments {
    @Option(
            names = "--config",
            defaultValue = "small",
            paramLabel = "NAME|FILE",
            description =
                    "tiny, small, base, large, modern-small, published-small (-base, -large), or a JSON file of settings.")
    private String config = "small";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            parameterConsumer = OneValueOfAKey.class,
            description =
                    "Change one setting of the configuration; may be given several times. `electra help config` lists them.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--batch", paramLabel = "N", description = "Examples a step; else the configuration's.")
    private @Nullable Integer batch;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            description = "Of the forward and backward pass; bf16 where the processor multiplies it, else fp32.")
    private @Nullable String precision;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "default",
            description =
                    "\"reference\" is what the ELECTRA authors did: of small, base and large the published recipe and"
                            + " generator, and of any configuration the quirks of their code: positions drawn with replacement,"
                            + " 10,000 warm-up steps whatever the length of the run.")
    private String recipe = "default";

    @Option(
            names = "--strategy",
            paramLabel = "joint|two-stage|adversarial",
            description =
                    "Both networks at once; the generator first and then the discriminator from its weights; or at once, the"
                            + " generator rewarded for fooling the discriminator.")
    private @Nullable String strategy;

    @Mixin
    private ComputeDevice device = new ComputeDevice();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Threads that work on parts of a step; one a core where this is not given, and on a GPU one.")
    private @Nullable Integer replicas;

    /**
     * Examples that are there.
     *
     * @param folder where
     * @param length most tokens of one
     */
    record Given(Path folder, int length) {}

    /**
     * The configuration with all changes made.
     *
     * @param steps number of steps, or null for the configuration's
     * @param examples whose length takes the place of the configuration's own, unless {@code --set} says one; null where there are none
     */
    PretrainingConfig config(CommandSpec spec, @Nullable Long steps, @Nullable Given examples) throws IOException {
        WrongUse.unless(spec, () -> {
            requireKnown();
            return config;
        });
        Map<String, @Nullable Object> values =
                new LinkedHashMap<>(ConfigFiles.read(isReference() ? ConfigFiles.published(config) : config));
        return WrongUse.unless(spec, () -> resolve(values, steps, examples));
    }

    /**
     * Device and precision.
     *
     * @param before precision of the run that is gone on with, or null for a new one
     */
    Tensors tensors(CommandSpec spec, @Nullable Precision before) {
        Device where = device.get(spec);
        return WrongUse.unless(spec, () -> new Tensors(where, choosePrecision(where, before)));
    }

    /** Checks the number of word pieces that was asked for. */
    static void checkVocabularySize(CommandSpec spec, int size) {
        int special = Vocabulary.SPECIAL.size();
        if (size <= special) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--vocab-size: " + size + ", expected more than the " + special + " special tokens");
        }
    }

    /** How text is prepared: the authors' code cuts words of up to 200 characters into pieces, Hugging Face's of up to 100. */
    TokenizerOptions tokenizer(boolean cased) {
        TokenizerOptions options = cased ? TokenizerOptions.cased() : TokenizerOptions.uncased();
        return new TokenizerOptions(
                options.lowerCase(),
                options.stripAccents(),
                options.splitCjk(),
                isReference() ? TokenizerOptions.reference().maxWordLength() : options.maxWordLength());
    }

    /**
     * How examples are cut.
     *
     * @param seed of every draw
     */
    ExampleOptions exampleOptions(int length, long seed) {
        return (isReference() ? ExampleOptions.reference(length) : ExampleOptions.defaults(length)).withSeed(seed);
    }

    /** The value behind {@code --set} of a setting; null where it is not given. */
    @Nullable
    String given(String key) {
        return set.get(key);
    }

    private boolean isReference() {
        return recipe.equals("reference");
    }

    /** Threads that work on parts of a step. */
    int replicas() {
        return replicas != null ? replicas : device.named().replicas();
    }

    private void requireKnown() {
        try {
            ConfigFiles.requireKnown(config);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--config " + e.getMessage(), e);
        }
        if (replicas() < 1) {
            throw new IllegalArgumentException("--replicas: " + replicas() + ", expected at least 1");
        }
    }

    private PretrainingConfig resolve(
            Map<String, @Nullable Object> values, @Nullable Long steps, @Nullable Given examples) {
        Map<String, Object> own = ownOptions(steps);
        own.forEach(this::requireSaidOnce);
        values.putAll(own);
        if ("two-stage".equals(values.get("strategy")) && "shared".equals(values.get("embeddings"))) {
            // The second stage trains the discriminator alone, on embeddings of its own.
            values.put("embeddings", "separate");
        }
        switch (recipe) {
            case "default" -> {}
            case "reference" -> {
                values.put("mask_with_replacement", true);
                values.put("warmup_cap", 1.0);
            }
            default -> throw new IllegalArgumentException("--recipe " + recipe + ": expected default or reference");
        }
        if (examples != null) {
            values.put("length", examples.length());
        }
        set.forEach((key, value) -> values.put(key, ConfigFiles.parse(value)));
        return ConfigFiles.resolve(
                values, key -> own.containsKey(key) && !set.containsKey(key) ? "--" + key : label(key, examples));
    }

    /** The settings that are given by options of their own. */
    private Map<String, Object> ownOptions(@Nullable Long steps) {
        Map<String, Object> own = new LinkedHashMap<>();
        if (strategy != null) {
            own.put("strategy", strategy);
        }
        if (batch != null) {
            own.put("batch", batch);
        }
        if (steps != null) {
            own.put("steps", steps);
        }
        return own;
    }

    private void requireSaidOnce(String key, Object value) {
        String other = set.get(key);
        if (other != null && !value.toString().equals(String.valueOf(ConfigFiles.parse(other)))) {
            throw new IllegalArgumentException(
                    "--" + key + " " + value + " and --set " + key + "=" + other + " differ; leave one of them out");
        }
    }

    /** What the user knows a setting by that has no option of its own. */
    private String label(String key, @Nullable Given examples) {
        if (set.containsKey(key)) {
            return "--set " + key;
        }
        return examples != null && key.equals("length")
                ? "--examples " + examples.folder() + ": " + key
                : "--config " + config + ": " + key;
    }

    private Precision choosePrecision(Device where, @Nullable Precision before) {
        if (precision != null) {
            return Precision.of(precision);
        }
        if (before != null) {
            return before;
        }
        return Precision.fastest(where);
    }
}
