package io.github.electra4j.train.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.ScoredToken;
import io.github.electra4j.Scoring;
import io.github.electra4j.TextScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scores of texts against the numbers of Hugging Face's classes; the fixture's README.md says how they were made. */
class ElectraScoreTest extends HuggingFaceNetworks {
    /** In the third sequence one position alone is masked, its last. */
    @Test
    void score_maskedLm_givesHuggingFacesLogProbabilityOfThePieceThatIsMasked() throws IOException {
        float[] logits = Arrays.copyOfRange(expected.floats("generator.logits"), 5 * 97, 6 * 97);
        int[] ids = FixtureModels.ids(expected, "input.ids", 2, 1, 4);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        try (Electra model = Electra.load(generator)) {
            String text = FixtureModels.text(ids);

            TextScore score = model.score(text);

            assertThat(model.scoring()).isEqualTo(Scoring.MASKED_LM);
            assertThat(score.tokens()).hasSize(3);
            ScoredToken last = score.tokens().get(2);
            assertThat(text.substring(last.start(), last.end())).isEqualTo(FixtureModels.word(ids[2]));
            assertThat(last.score()).isCloseTo(logits[ids[2]] - Math.log(sum), within(1e-5));
            assertThat(score.total())
                    .isEqualTo(score.tokens().stream()
                            .mapToDouble(ScoredToken::score)
                            .sum());
            assertThat(score.mean()).isCloseTo(score.total() / 3, within(1e-12));
        }
    }

    @Test
    void score_energyModel_givesMinusTheNumbersOfTheHead() throws IOException {
        float[] logits = expected.floats("discriminator.logits");
        Path energies = FixtureModels.copy("discriminator", folder.resolve("energies"));
        Path config = energies.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("ElectraForPreTraining", "Electra4jForEnergies"));
        try (Electra model = Electra.load(energies)) {
            TextScore score =
                    model.score(FixtureModels.text(FixtureModels.ids(expected, "input.replaced_ids", 1, 1, 8)));

            assertThat(model.scoring()).isEqualTo(Scoring.ENERGY);
            for (int i = 0; i < 7; i++) {
                assertThat(score.tokens().get(i).score()).isCloseTo(-logits[FixtureModels.WIDTH + i + 1], within(1e-5));
            }
            // Its numbers are no probabilities of replacement.
            assertThatThrownBy(() -> model.detect("w7"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("this is an Electra4jForEnergies");
        }
    }

    @Test
    void score_discriminator_givesTheLogOfTheProbabilityOfBeingOriginal() throws IOException {
        try (Electra model = Electra.load(discriminator)) {
            String text = FixtureModels.text(FixtureModels.ids(expected, "input.replaced_ids", 1, 1, 8));
            List<DetectedToken> detected = model.detect(text);

            TextScore score = model.score(text);

            assertThat(model.scoring()).isEqualTo(Scoring.DETECTION);
            for (int i = 0; i < 7; i++) {
                double original = 1 - detected.get(i).probability();
                assertThat(score.tokens().get(i).score()).isCloseTo(Math.log(original), within(1e-6));
            }
            assertThat(model.score("").total()).isZero();
            assertThat(model.score("").mean()).isNaN();
        }
    }

    @Test
    void score_textLongerThanTheModel_scoresEveryPieceInAWindow() throws IOException {
        int[] ids = IntStream.range(0, 100).map(i -> 5 + i * i % 92).toArray();
        try (Electra model = Electra.load(generator)) {
            List<ScoredToken> tokens = model.score(FixtureModels.text(ids)).tokens();

            assertThat(tokens).hasSize(100);
            List<ScoredToken> second = model.score(FixtureModels.text(Arrays.copyOfRange(ids, 19, 57)))
                    .tokens();
            assertThat(tokens.get(30).score()).isCloseTo(second.get(11).score(), within(1e-6));
            assertThat(tokens.get(30).score())
                    .isNotCloseTo(
                            model.score(FixtureModels.text(Arrays.copyOfRange(ids, 0, 38)))
                                    .tokens()
                                    .get(30)
                                    .score(),
                            within(1e-4));
        }
    }

    @Test
    void score_manyTexts_areScoredInOrderAsOneByOneFromSeveralThreads() throws IOException {
        List<String> texts = IntStream.range(0, 60)
                .mapToObj(i -> FixtureModels.text(IntStream.range(0, i * 7 % 30)
                        .map(j -> 5 + (j * j + i) % 92)
                        .toArray()))
                .toList();
        LongAdder pieces = new LongAdder();
        try (Electra model = Electra.load(generator)) {
            List<TextScore> together = model.score(texts, pieces::add);
            List<TextScore> alone = texts.parallelStream().map(model::score).toList();

            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i).total()).isCloseTo(alone.get(i).total(), within(1e-4));
            }
            assertThat(pieces.sum())
                    .isEqualTo(IntStream.range(0, 60).map(i -> i * 7 % 30).sum());
        }
    }

    @Test
    void score_classifier_saysWhatIsNeeded() throws IOException {
        try (Electra model = Electra.load(classifier)) {
            assertThatThrownBy(() -> model.score("w7"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(classifier.toString())
                    .hasMessageContaining("this is an ElectraForSequenceClassification")
                    .hasMessageContaining("Electra4jForEnergies")
                    .hasMessageContaining("ElectraForMaskedLM");
        }
    }
}
