package io.github.electra4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.electra4j.ModelTask;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
    static final Vocabulary VOCABULARY = Vocabulary.of(List.of(
            "[unused0]",
            "[PAD]",
            "[UNK]",
            "[CLS]",
            "[SEP]",
            "[MASK]",
            "the",
            "cat",
            "##s",
            "ete",
            "été",
            ".",
            "\"",
            "\\",
            "猫"));
    static final ElectraConfig CONFIG = new ElectraConfig(
            15,
            4,
            8,
            1,
            2,
            16,
            32,
            2,
            0.1,
            0.1,
            1e-12,
            0.02,
            1,
            Norm.POST,
            Positions.LEARNED,
            true,
            ElectraConfig.FeedForward.GELU);

    @TempDir
    Path folder;

    @Test
    void open_afterWrite_givesEverythingBack() throws IOException {
        ModelFiles files = classifier(TokenizerOptions.cased());
        ModelDirectory.write(folder.resolve("model"), files);

        try (ModelDirectory model = ModelDirectory.open(folder.resolve("model"))) {
            assertThat(model.config().config()).isEqualTo(CONFIG);
            assertThat(model.config().labels()).containsExactly("bad", "good");
            assertThat(model.architecture()).isEqualTo(Architecture.CLASSIFIER);
            assertThat(model.vocabulary().tokens()).isEqualTo(VOCABULARY.tokens());
            assertThat(model.tokenizerOptions()).isEqualTo(TokenizerOptions.cased());
            assertThat(model.task()).isEqualTo(files.task());
            Checksum weights = Checksum.of(model.path().resolve(ModelDirectory.WEIGHTS));
            assertThat(model.provenance()).isEqualTo(files.provenance().withWeights(weights));
            assertThat(model.tensors().floats("classifier.out_proj.bias")).containsExactly(1, 2);
            assertThat(model.tensors().metadata()).containsExactly(Map.entry("format", "pt"));
        }
        assertThat(names(folder.resolve("model")))
                .containsExactly(
                        "MODEL_CARD.md",
                        "config.json",
                        "electra4j.json",
                        "model.safetensors",
                        "provenance.json",
                        "special_tokens_map.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "vocab.txt");
    }

    /** Its labels would be those of config.json, and its probabilities not those that were calibrated. */
    @Test
    void task_ofOurModelWhoseSettingsAreLost_isRefused_andOfAnybodyElsesTold() throws IOException {
        Path path = folder.resolve("model");
        ModelDirectory.write(path, classifier(TokenizerOptions.cased()));
        Files.delete(path.resolve(TaskSettings.NAME));

        try (ModelDirectory model = ModelDirectory.open(path)) {
            assertThatThrownBy(() -> ModelTask.of(model))
                    .hasMessageStartingWith(
                            path + ": no electra4j.json, though its provenance.json says that electra4j made it");
            Files.delete(path.resolve(Provenance.NAME));
            assertThat(Objects.requireNonNull(ModelTask.of(model)).task().outputs())
                    .isEqualTo(2);
        }
    }

    /** The oracle is Hugging Face's own library, read from our file; the ids are counted by hand in the list above. */
    @Test
    void write_tokenizerJson_worksInHuggingFacesTokenizers() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));

        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(model.resolve("tokenizer.json"))) {
            Encoding pair = tokenizer.encode("The CATS\t猫[MASK]", "Été \"\\\" dog.");
            assertThat(pair.getIds()).containsExactly(3, 6, 7, 8, 14, 5, 4, 9, 12, 13, 12, 2, 11, 4);
            assertThat(pair.getTypeIds()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1);
        }
    }

    @Test
    void write_casedTokenizerJson_keepsCaseAndAccents() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.cased()));

        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(model.resolve("tokenizer.json"))) {
            assertThat(tokenizer.encode("The été ete").getIds()).containsExactly(3, 2, 10, 9, 4);
        }
    }

    @Test
    void open_publishedLayout_needsOnlyThreeFiles() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        for (String name : List.of(
                "MODEL_CARD.md", "electra4j.json", "provenance.json", "special_tokens_map.json", "tokenizer.json")) {
            Files.delete(model.resolve(name));
        }
        // What google/electra-small-discriminator has in it.
        Files.writeString(
                model.resolve("tokenizer_config.json"), "{\"do_lower_case\": true, \"model_max_length\": 512}");

        try (ModelDirectory read = ModelDirectory.open(model)) {
            assertThat(read.tokenizerOptions()).isEqualTo(TokenizerOptions.uncased());
            assertThat(read.task()).isNull();
            assertThat(read.provenance()).isNull();
        }
    }

    @Test
    void open_withoutVocabTxt_readsTheVocabularyOfTokenizerJson() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.reference()));
        Files.delete(model.resolve("vocab.txt"));

        try (ModelDirectory read = ModelDirectory.open(model)) {
            assertThat(read.vocabulary().tokens()).isEqualTo(VOCABULARY.tokens());
            assertThat(read.tokenizerOptions()).isEqualTo(TokenizerOptions.reference());
        }
    }

    @Test
    void open_twoDifferentVocabularies_isRefused() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        Files.writeString(model.resolve("vocab.txt"), VOCABULARY.toText().replace("cat\n", "dog\n"));

        assertThatThrownBy(() -> ModelDirectory.open(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vocab.txt (15 pieces) and tokenizer.json (15) are of different vocabularies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"discriminator", "encoder"})
    void open_runDirectory_takesTheNetworkThatItKept(String kept) throws IOException {
        ModelDirectory.write(folder.resolve("run/generator"), classifier(TokenizerOptions.uncased()));
        ModelDirectory.write(folder.resolve("run").resolve(kept), classifier(TokenizerOptions.uncased()));

        try (ModelDirectory model = ModelDirectory.open(folder.resolve("run"))) {
            assertThat(model.path()).isEqualTo(folder.resolve("run").resolve(kept));
        }
    }

    @Test
    void open_otherDirectory_saysWhatAModelDirectoryHolds() {
        assertThatThrownBy(() -> ModelDirectory.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder
                        + ": no config.json in it; a model directory holds config.json, model.safetensors and vocab.txt; a run directory has"
                        + " them in discriminator/ or encoder/, and in generator/");
    }

    @Test
    void open_weightsOfPyTorchAlone_saysHowToConvert() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        Files.move(model.resolve("model.safetensors"), model.resolve("pytorch_model.bin"));

        assertThatThrownBy(() -> ModelDirectory.open(model))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("but pytorch_model.bin, which electra4j does not read");
    }

    @Test
    void open_vocabularyLargerThanTheModel_isRefused() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"vocab_size\": 15", "\"vocab_size\": 14"));

        assertThatThrownBy(() -> ModelDirectory.open(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the vocabulary has 15 pieces, but vocab_size in config.json is 14");
    }

    @Test
    void open_unknownArchitecture_namesTheSupported() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("ElectraForSequence", "BertForSequence"));

        assertThatThrownBy(() -> ModelDirectory.open(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("architectures: [BertForSequenceClassification], supported: ElectraModel, ");
    }

    @Test
    void write_overAModelWithOtherFilesBesideIt_keepsThemAndWhatIsBeingAppended() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, classifier(TokenizerOptions.uncased()));
        Files.createDirectory(model.resolve("generator"));
        Files.writeString(model.resolve("generator/config.json"), "{}");
        try (Writer log = Files.newBufferedWriter(
                model.resolve("metrics.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            log.append("before\n").flush();

            ModelDirectory.write(model, encoder());
            log.append("after\n").flush();
        }

        assertThat(model.resolve("metrics.jsonl")).hasContent("before\nafter\n");
        assertThat(model.resolve("generator/config.json")).hasContent("{}");
        assertThat(model.resolve("electra4j.json")).doesNotExist();
        assertThat(names(folder)).containsExactly("model");
    }

    @Test
    void open_flippedByteInTheWeights_isRefusedWhereTheChecksumIsKnown() throws IOException {
        Path model = folder.resolve("model");
        ModelDirectory.write(model, encoder());
        Path weights = model.resolve(ModelDirectory.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 3] ^= 1;
        Files.write(weights, bytes);

        assertThatThrownBy(() -> ModelDirectory.open(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.safetensors: " + bytes.length + " bytes with the checksum ")
                .hasMessageContaining("provenance.json says that " + bytes.length + " with ")
                .hasMessageContaining("the file is damaged");
        Files.delete(model.resolve("provenance.json"));
        ModelDirectory.open(model).close();
    }

    static ModelFiles classifier(TokenizerOptions options) {
        TaskSettings task = new TaskSettings(
                "classification", "sentence", null, "label", true, List.of("bad", "good"), 32, "cls", Map.of("k", 1));
        ConfigFile config =
                ConfigFile.of(CONFIG, "ElectraForSequenceClassification").withLabels(List.of("bad", "good"), null);
        return files(config, options, "classifier.out_proj.bias", task);
    }

    private static ModelFiles encoder() {
        ConfigFile config = new ConfigFile(CONFIG, List.of(), List.of(), null, Map.of());
        return files(config, TokenizerOptions.uncased(), "embeddings.word_embeddings.weight", null);
    }

    private static ModelFiles files(
            ConfigFile config, TokenizerOptions options, String tensor, @Nullable TaskSettings task) {
        Provenance provenance = new Provenance(
                "electra finetune --model m --seed 7",
                "0.1.0",
                null,
                "17.0.15 (Debian)",
                "Linux 6.1 amd64",
                7,
                List.of(new Provenance.DataFile("train.tsv", 12345, "ab".repeat(32))),
                Map.of("learning_rate", 1e-4, "batch", 32),
                "2026-01-02T03:04:05Z",
                new Provenance.Compute(100, 3200, 1.25e12, 130.5, "2 cores"),
                List.of(new Provenance.Parent("runs/mine", "cd".repeat(32))),
                null);
        return new ModelFiles(
                "mine | SST-2",
                config,
                List.of(NamedTensor.ofFloats(tensor, new long[] {2}, new float[] {1, 2})),
                VOCABULARY,
                options,
                provenance,
                List.of(new Score("SST-2 dev", "accuracy", 0.8125, 0.01, 3, 0.75, "the same network untrained")),
                task);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> Objects.requireNonNull(f.getFileName()).toString())
                    .sorted()
                    .toList();
        }
    }
}
