package io.github.electra4j.train.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.examples.ExampleBuild;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.Shards;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/engine.md: its code is the method of this file, which the last test compares. */
class PretrainingExampleTest {
    @TempDir
    private Path folder;

    static Pretrainer.Outcome pretrain(
            Path examples, Path run, Map<String, Object> changes, PretrainingListener listener, AtomicBoolean stop)
            throws IOException {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>(ConfigFiles.read("tiny"));
        settings.putAll(changes);
        try (Shards shards = Shards.open(examples)) {
            PretrainingJob job = new PretrainingJob(
                    run,
                    ConfigFiles.resolve(settings, "settings"),
                    null, // or a budget of seconds, in place of the configuration's steps
                    shards.train(),
                    shards.heldOut(),
                    shards.vocabulary(),
                    shards.manifest().settings().tokenizer(),
                    List.of(), // files of the text, for provenance.json
                    Map.of(),
                    new Tensors(Device.CPU, Precision.FP32),
                    2, // threads that work on parts of a step
                    1, // seed
                    PretrainingJob.Cadence.defaults(),
                    "my program");
            return new Pretrainer(job, listener, stop::get).run();
        }
    }

    private Path examples() throws IOException {
        Vocabulary vocabulary = Vocabulary.of(
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "chef", "cooked", "a", "meal"));
        Path text = Files.writeString(folder.resolve("text.txt"), "the chef cooked the meal\n\na chef\n\n".repeat(40));
        Corpus corpus = Corpus.of(List.of(text.toString()), CorpusOptions.defaults());
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, TokenizerOptions.uncased());
        Path examples = folder.resolve("examples");
        new ExampleBuild(corpus, tokenizer, ExampleOptions.defaults(16).withHeldOut(0.1), 1).run(examples, p -> {});
        return examples;
    }

    @Test
    void example_toldToStop_savesAndGoesOn() throws IOException {
        Map<String, Object> small = Map.of(
                "embedding_size",
                16,
                "hidden_size",
                16,
                "heads",
                2,
                "intermediate_size",
                32,
                "max_positions",
                16,
                "length",
                16,
                "batch",
                4,
                "steps",
                20);
        AtomicBoolean stop = new AtomicBoolean();
        PretrainingListener stopping = new PretrainingListener() {
            @Override
            public void stepped(long step, long tokens, double flopsPerSecond) {
                stop.set(step == 3);
            }
        };
        Path examples = examples();
        Path run = folder.resolve("run");

        Pretrainer.Outcome stopped = pretrain(examples, run, small, stopping, stop);
        Pretrainer.Outcome finished = pretrain(examples, run, small, new PretrainingListener() {}, new AtomicBoolean());

        assertThat(stopped.steps()).isEqualTo(3);
        assertThat(stopped.finished()).isFalse();
        assertThat(finished.steps()).isEqualTo(20);
        assertThat(finished.finished()).isTrue();
        assertThat(run.resolve("discriminator/model.safetensors")).exists();
    }

    @Test
    void page_ofTheEngine_hasTheSameCode() throws IOException {
        String source = Files.readString(
                Path.of("src/test/java/io/github/electra4j/train/pretrain/PretrainingExampleTest.java"));
        String method = source.substring(
                        source.indexOf("    static Pretrainer"), source.indexOf("    private Path examples"))
                .stripTrailing()
                .stripIndent();
        assertThat(Files.readString(Path.of("../docs/engine.md"))).contains("```java\n" + method + "\n```");
    }
}
