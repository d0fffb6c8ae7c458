package io.github.electra4j.train.inference;

import io.github.electra4j.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Three networks as model directories, and the numbers that Hugging Face's classes give for them; the fixture's README.md says how they were made. */
abstract class HuggingFaceNetworks {
    @TempDir
    static Path folder;

    static SafeTensors expected;
    static Path discriminator;
    static Path classifier;
    static Path generator;

    @BeforeAll
    static void open() throws IOException {
        expected = SafeTensors.open(Path.of("src/test/resources/huggingface/expected.safetensors"));
        discriminator = FixtureModels.copy("discriminator", folder.resolve("discriminator"));
        classifier = FixtureModels.copy("classifier", folder.resolve("classifier"));
        generator = FixtureModels.copy("generator", folder.resolve("generator"));
    }

    @AfterAll
    static void close() throws IOException {
        expected.close();
    }
}
