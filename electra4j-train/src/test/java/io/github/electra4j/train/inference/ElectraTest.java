package io.github.electra4j.train.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.EnginePrecision;
import io.github.electra4j.Pooling;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door against the numbers of Hugging Face's classes; the fixture's README.md says how they were made. */
class ElectraTest extends HuggingFaceNetworks {
    private static final int[] LENGTHS = {12, 9, 5};

    @Test
    void detect_sentence_givesHuggingFacesProbabilitiesWithoutSpecialTokens() throws IOException {
        float[] logits = expected.floats("discriminator.logits");
        try (Electra model = Electra.load(discriminator)) {
            for (int row = 1; row < 3; row++) {
                int[] ids = FixtureModels.ids(expected, "input.replaced_ids", row, 1, LENGTHS[row] - 1);
                String text = FixtureModels.text(ids);

                List<DetectedToken> tokens = model.detect(text);

                assertThat(tokens).hasSize(ids.length);
                for (int i = 0; i < ids.length; i++) {
                    DetectedToken token = tokens.get(i);
                    assertThat(token.token()).isEqualTo(FixtureModels.word(ids[i]));
                    assertThat(text.substring(token.start(), token.end())).isEqualTo(token.token());
                    double logit = logits[row * FixtureModels.WIDTH + i + 1];
                    assertThat(token.probability()).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
                }
            }
        }
    }

    @Test
    void classify_singleTextsAndPair_givesHuggingFacesProbabilities() throws IOException {
        float[] logits = expected.floats("classifier.logits");
        try (Electra model = Electra.load(classifier)) {
            List<ClassPrediction> found = List.of(
                    model.classify(
                            FixtureModels.text(FixtureModels.ids(expected, "input.ids", 0, 1, 6)),
                            FixtureModels.text(FixtureModels.ids(expected, "input.ids", 0, 7, 11))),
                    model.classify(FixtureModels.text(FixtureModels.ids(expected, "input.ids", 1, 1, 8))),
                    model.classify(FixtureModels.text(FixtureModels.ids(expected, "input.ids", 2, 1, 4))));
            for (int row = 0; row < 3; row++) {
                double[] softmax = softmax(Arrays.copyOfRange(logits, row * 3, row * 3 + 3));
                assertThat(found.get(row).probabilities()).containsExactly(softmax, within(1e-6));
                assertThat(found.get(row).label())
                        .isEqualTo("LABEL_" + found.get(row).id());
            }
        }
    }

    private static double[] softmax(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double[] shares = new double[logits.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(logits[i]) / sum;
        }
        return shares;
    }

    @Test
    void encode_clsAndMean_areThoseOfHuggingFacesLastStates() throws IOException {
        float[] states = expected.floats("discriminator.hidden.2");
        try (Electra model = Electra.load(discriminator)) {
            String text = FixtureModels.text(FixtureModels.ids(expected, "input.replaced_ids", 1, 1, 8));

            float[] cls = model.encode(text, Pooling.CLS);
            float[] mean = model.encode(text, Pooling.MEAN);

            assertThat(cls).hasSize(32);
            for (int h = 0; h < 32; h++) {
                double sum = 0;
                for (int i = 0; i < 9; i++) {
                    sum += states[(FixtureModels.WIDTH + i) * 32 + h];
                }
                assertThat((double) cls[h]).isCloseTo(states[FixtureModels.WIDTH * 32 + h], within(1e-5));
                assertThat((double) mean[h]).isCloseTo(sum / 9, within(1e-5));
            }
        }
    }

    @Test
    void manyTexts_ofMixedLengths_areAnsweredInOrderAsOneByOne() throws IOException {
        List<LabeledText> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int[] ids = IntStream.range(0, 1 + i * 7 % 30)
                    .map(j -> 5 + (j * j + texts.size()) % 92)
                    .toArray();
            texts.add(LabeledText.of(FixtureModels.text(ids), null));
        }
        try (Electra model = Electra.load(classifier)) {
            List<Prediction> together = model.predict(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(((ClassPrediction) together.get(i)).probabilities())
                        .containsExactly(model.classify(texts.get(i).text()).probabilities(), within(1e-6));
            }
        }
    }

    // bf16 has 8 bits of a fraction: 2^-8 is 0.004, and errors of several layers add up.
    @Test
    void classify_inBf16_isNearToFp32() throws IOException {
        String text = FixtureModels.text(new int[] {7, 20, 33, 46, 59});
        try (Electra model = Electra.load(classifier);
                Electra half = Electra.load(classifier, EnginePrecision.BF16)) {
            double[] exact = model.classify(text).probabilities();
            assertThat(half.classify(text).probabilities()).isNotEqualTo(exact).containsExactly(exact, within(0.03));
        }
    }

    // Padded alone to one of few lengths, but not where there are twenty of them; the network reads 40 tokens at most.
    @ParameterizedTest
    @ValueSource(ints = {7, 15, 31, 37, 38})
    void textAlone_isJudgedAsAmongOthers(int pieces) throws IOException {
        String text = FixtureModels.text(
                IntStream.range(0, pieces).map(i -> 5 + i * i % 92).toArray());
        List<String> twenty = Collections.nCopies(20, text);
        try (Electra model = Electra.load(discriminator)) {
            assertThat(probabilities(model.detect(text)))
                    .containsExactly(probabilities(model.detect(twenty).get(19)), within(1e-6));
            assertThat(model.encode(text, Pooling.MEAN))
                    .containsExactly(model.encode(twenty, Pooling.MEAN)[19], within(1e-5f));
        }
    }

    private static double[] probabilities(List<DetectedToken> tokens) {
        return tokens.stream().mapToDouble(DetectedToken::probability).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 9, 20, 37, 38})
    void bf16_textsOfAnyLength_areNearToFp32(int pieces) throws IOException {
        String text = FixtureModels.text(
                IntStream.range(0, pieces).map(i -> 5 + i * i % 92).toArray());
        try (Electra exact = Electra.load(discriminator);
                Electra half = Electra.load(discriminator, EnginePrecision.BF16);
                Electra exactWords = Electra.load(generator);
                Electra halfWords = Electra.load(generator, EnginePrecision.BF16)) {
            List<DetectedToken> tokens = half.detect(text);

            assertThat(tokens).hasSize(pieces);
            assertThat(probabilities(tokens)).containsExactly(probabilities(exact.detect(text)), within(0.03));
            assertThat(half.encode(text, Pooling.MEAN))
                    .containsExactly(exact.encode(text, Pooling.MEAN), within(0.05f));
            assertThat(halfWords.score(text).mean())
                    .isCloseTo(exactWords.score(text).mean(), within(0.05));
        }
    }

    @Test
    void detect_textLongerThanTheModel_judgesEveryToken() throws IOException {
        int[] ids = IntStream.range(0, 100).map(i -> 5 + i * i % 92).toArray();
        try (Electra model = Electra.load(discriminator)) {
            List<DetectedToken> tokens = model.detect(FixtureModels.text(ids));

            assertThat(tokens).hasSize(100).allMatch(t -> t.probability() > 0 && t.probability() < 1);
            // 40 positions, so 38 pieces a window, 19 on: piece 30 is judged in the second one, at its 11th place.
            List<DetectedToken> second = model.detect(FixtureModels.text(Arrays.copyOfRange(ids, 19, 57)));
            assertThat(tokens.get(30).probability()).isCloseTo(second.get(11).probability(), within(1e-6));
        }
    }

    // Of a text that repeats a word all windows are the same, and so is their mean.
    @Test
    void classify_textLongerThanTheModel_isReadThroughWindows() throws IOException {
        try (Electra model = Electra.load(classifier)) {
            String whole = FixtureModels.text(
                    IntStream.range(0, model.maxLength() - 2).map(i -> 7).toArray());
            String longer =
                    FixtureModels.text(IntStream.range(0, 100).map(i -> 7).toArray());
            assertThat(model.classify(longer).probabilities())
                    .containsExactly(model.classify(whole).probabilities(), within(1e-6));
            assertThat(model.cutTexts()).isZero();
        }
    }

    /** Windows of 38 pieces, 19 further on each, the last one the end. */
    @Test
    void encode_textLongerThanTheModel_isTheMeanOfItsWindows() throws IOException {
        try (Electra model = Electra.load(classifier)) {
            assertThat(model.maxLength()).isEqualTo(40);
            int[] ids = IntStream.range(0, 100).map(i -> 5 + i % 91).toArray();
            float[] mean = new float[model.hiddenSize()];
            for (int from : new int[] {0, 19, 38, 57, 62}) {
                float[] window =
                        model.encode(FixtureModels.text(Arrays.copyOfRange(ids, from, from + 38)), Pooling.CLS);
                for (int h = 0; h < mean.length; h++) {
                    mean[h] += window[h] / 5;
                }
            }

            assertThat(model.encode(FixtureModels.text(ids), Pooling.CLS)).containsExactly(mean, within(1e-5f));
        }
    }

    @Test
    void detect_byAModelWhoseObjectiveHasNoDetector_saysWhatToUse() throws IOException {
        Path alone = FixtureModels.copy("generator", folder.resolve("masked-lm/encoder"));
        try (Electra model = Electra.load(alone)) {
            assertThatThrownBy(() -> model.detect("w7"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("this is an ElectraForMaskedLM")
                    .hasMessageEndingWith("the objective that it was trained with has none: give a run with"
                            + " objective=electra, or ask this model by `score`");
        }
    }

    @Test
    void detect_classifier_saysWhatIsNeeded() throws IOException {
        try (Electra model = Electra.load(classifier)) {
            assertThatThrownBy(() -> model.detect("w7"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(classifier.toString())
                    .hasMessageContaining("this is an ElectraForSequenceClassification")
                    .hasMessageContaining("ElectraForPreTraining");
        }
    }

    @Test
    void classify_discriminator_saysToFineTune() throws IOException {
        try (Electra model = Electra.load(discriminator)) {
            assertThatThrownBy(() -> model.classify("w7"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "without a head for texts; fine-tune it first: electra finetune --model " + discriminator);
        }
    }

    @Test
    void load_weightsOfAnotherNetwork_saysWhichIsMissing() throws IOException {
        Path mixed = FixtureModels.copy("discriminator", folder.resolve("mixed"));
        String config = Files.readString(mixed.resolve("config.json"))
                .replace("ElectraForPreTraining", "ElectraForSequenceClassification");
        Files.writeString(mixed.resolve("config.json"), config);
        assertThatThrownBy(() -> Electra.load(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("\"classifier.dense.weight\"");
    }

    @Test
    void everyQuestion_afterClose_saysThatTheModelWasClosed() throws IOException {
        Electra model = Electra.load(discriminator);
        model.close();
        assertClosed(() -> model.detect("w7"));
        assertClosed(() -> model.detect(List.of("w7", "w8")));
        assertClosed(() -> model.score("w7"));
        assertClosed(() -> model.score(List.of("w7", "w8")));
        assertClosed(() -> model.encode("w7", Pooling.CLS));
        assertClosed(() -> model.encode(List.of("w7", "w8"), Pooling.CLS));
        Electra second = Electra.load(classifier);
        second.close();
        assertClosed(() -> second.classify("w7"));
        assertClosed(() -> second.predict(List.of(LabeledText.of("w7", null))));
    }

    private static void assertClosed(ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this model was closed");
    }

    /** Of two layers, config.json speaks of one. */
    @Test
    void load_weightsWithoutAPlaceInTheEncoder_areNamed() throws IOException {
        Path fewer = FixtureModels.copy("discriminator", folder.resolve("fewer"));
        Path config = fewer.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replaceFirst("\"num_hidden_layers\": *\\d+", "\"num_hidden_layers\": 1"));
        assertThatThrownBy(() -> Electra.load(fewer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.safetensors: 16 weights have no place in the encoder")
                .hasMessageContaining("\"electra.encoder.layer.1.attention.output.LayerNorm.bias\"");
    }

    /** A discriminator's file as a bare encoder's: its head is passed over. */
    @Test
    void load_headOfAnotherKind_isPassedOver() throws IOException {
        Path encoder = FixtureModels.copy("discriminator", folder.resolve("encoder"));
        Path config = encoder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("ElectraForPreTraining", "ElectraModel"));
        try (Electra model = Electra.load(encoder)) {
            assertThat(model.encode("w7", Pooling.CLS)).hasSize(32);
        }
    }

    /** The README's example: the same lines, but for the path and the text, so that it cannot go stale. */
    @Test
    void readmeExample_compilesAndRuns() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Electra model = Electra.load(discriminator)) {
            for (DetectedToken token : model.detect("w17 w20 w33")) {
                String verdict = token.probability() > 0.5 ? "replaced" : "original";
                lines.add(token.token() + " " + verdict);
            }
        }
        assertThat(lines).hasSize(3).first().asString().matches("w17 (original|replaced)");
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme)
                .contains("import " + Electra.class.getName() + ";")
                .contains("import " + DetectedToken.class.getName() + ";")
                .contains("try (Electra model = Electra.load(")
                .contains("for (DetectedToken token : model.detect(")
                .contains("String verdict = token.probability() > 0.5 ? \"replaced\" : \"original\";")
                .contains("token.token() + \" \" + verdict");
    }
}
