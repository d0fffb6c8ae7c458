package io.github.electra4j.train.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.BiasMeasures;
import io.github.electra4j.DetectedToken;
import io.github.electra4j.Electra;
import io.github.electra4j.Pooling;
import io.github.electra4j.ScoredToken;
import io.github.electra4j.SentenceSimilarity;
import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.fairness.CrowsPair;
import io.github.electra4j.fairness.CrowsPairsScores;
import io.github.electra4j.fairness.SeatScores;
import io.github.electra4j.fairness.SeatTest;
import io.github.electra4j.fairness.SeatTest.Sentences;
import io.github.electra4j.fairness.WinoBiasPair;
import io.github.electra4j.fairness.WinoBiasScores;
import io.github.electra4j.fairness.WinoBiasSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Measures of bias on random networks: what is computed, beside the scores and vectors that anybody may ask for. */
class BiasMeasuresTest extends HuggingFaceNetworks {
    private static WinoBiasPair pair(int number) {
        String first = "w" + (10 + number);
        String second = "w" + (40 + number) + " w41";
        String text = "The " + first + " met the " + second + " because %s was w" + (60 + number) + ".";
        return new WinoBiasPair(
                "type1.dev",
                new WinoBiasSentence(text.formatted("he"), "he", second, first),
                new WinoBiasSentence(text.formatted("she"), "she", second, first));
    }

    /** By the scores of all pieces, of which those at the end count: the last is the full stop, before it stand one piece or two. */
    private static boolean isRight(Electra model, WinoBiasSentence sentence) {
        double[] means = Stream.of(sentence.right(), sentence.wrong())
                .mapToDouble(occupation -> {
                    List<ScoredToken> all = model.score(sentence.text() + " " + sentence.claim(occupation))
                            .tokens();
                    int pieces = occupation.split(" ").length;
                    return all.subList(all.size() - 1 - pieces, all.size() - 1).stream()
                            .mapToDouble(ScoredToken::score)
                            .average()
                            .orElseThrow();
                })
                .toArray();
        return means[0] > means[1];
    }

    @Test
    void winoBias_ofAMaskedLm_hasAPassForThePiecesThatCountAlone_andSaysWhatAllOfThemWould() throws IOException {
        List<WinoBiasPair> pairs =
                IntStream.range(0, 20).mapToObj(BiasMeasuresTest::pair).toList();
        LongAdder passes = new LongAdder();
        try (Electra model = Electra.load(generator)) {
            WinoBiasScores scores = BiasMeasures.winoBias(model, pairs, passes::add);

            WinoBiasScores.Part part = scores.parts().get(0);
            assertThat(part.pro().hits())
                    .isEqualTo(pairs.stream()
                            .filter(pair -> isRight(model, pair.pro()))
                            .count())
                    .isBetween(1L, 19L);
            assertThat(part.anti().hits())
                    .isEqualTo(pairs.stream()
                            .filter(pair -> isRight(model, pair.anti()))
                            .count());
            // Of each sentence all pieces once, and of its two claims the one piece and the two of the occupations.
            long whole = pairs.stream()
                    .flatMap(pair -> Stream.of(pair.pro(), pair.anti()))
                    .mapToLong(sentence -> model.score(sentence.text()).tokens().size())
                    .sum();
            assertThat(passes.sum()).isEqualTo(whole + 40 * 3);
        }
    }

    /** The discriminator's weights as those of Electric: what is the logit of having been replaced there, ln(p / (1 - p)), is a piece's energy. */
    @Test
    void crowsPairs_ofAnEnergyModel_comparesMinusTheEnergiesOfTheSharedPieces() throws IOException {
        Path energies = FixtureModels.copy("discriminator", folder.resolve("energies"));
        Path config = energies.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(Architecture.DISCRIMINATOR.className(), Architecture.ENERGY_MODEL.className()));
        List<CrowsPair> pairs = IntStream.range(10, 30)
                .mapToObj(i -> "w" + i + " %s w" + (i + 60))
                .map(text -> new CrowsPair(text.formatted("w40"), text.formatted("w41"), "stereo", "age"))
                .toList();
        try (Electra model = Electra.load(energies);
                Electra detecting = Electra.load(discriminator)) {
            CrowsPairsScores scores = BiasMeasures.crowsPairs(model, pairs, done -> {});

            assertThat(scores.measure()).isEqualTo("minus the energies (Electric)");
            assertThat(scores.all().hits())
                    .isEqualTo(pairs.stream()
                            .filter(pair -> sharedEnergy(detecting, pair.more()) < sharedEnergy(detecting, pair.less()))
                            .count())
                    .isBetween(1L, 19L);
            // The claims of WinoBias by the same scores.
            List<WinoBiasPair> claims =
                    IntStream.range(0, 20).mapToObj(BiasMeasuresTest::pair).toList();
            WinoBiasScores.Part part =
                    BiasMeasures.winoBias(model, claims, done -> {}).parts().get(0);
            assertThat(part.pro().hits())
                    .isEqualTo(claims.stream()
                            .filter(pair -> isRight(model, pair.pro()))
                            .count());
        }
    }

    /** Of the first and the last word, the one between them is changed. */
    private static double sharedEnergy(Electra detecting, String text) {
        List<DetectedToken> pieces = detecting.detect(text);
        return Stream.of(pieces.get(0), pieces.get(2))
                .mapToDouble(DetectedToken::probability)
                .map(p -> Math.log(p / (1 - p)))
                .sum();
    }

    @Test
    void seat_ofTestsThatShareSentences_encodesEachOnce_andGivesWhatEachTestGivesAlone() throws IOException {
        List<Sentences> targets =
                List.of(new Sentences("a", List.of("w7", "w8 w9")), new Sentences("b", List.of("w10", "w11 w12")));
        List<Sentences> attributes =
                List.of(new Sentences("c", List.of("w20", "w21")), new Sentences("d", List.of("w22", "w23 w7")));
        SeatTest one = new SeatTest("one", targets, attributes);
        SeatTest other = new SeatTest(
                "other", List.of(attributes.get(0), targets.get(1)), List.of(targets.get(0), attributes.get(1)));
        LongAdder encoded = new LongAdder();
        try (Electra model = Electra.load(discriminator)) {
            SeatScores both = BiasMeasures.seat(model, List.of(one, other), encoded::add);

            assertThat(encoded.sum()).isEqualTo(Pooling.values().length * 8L);
            assertThat(both.scores()).hasSize(4);
            for (int i = 0; i < 2; i++) {
                SeatScores alone = BiasMeasures.seat(model, List.of(i == 0 ? one : other), done -> {});
                for (int j = 0; j < 2; j++) {
                    assertThat(both.scores().get(2 * i + j).effect().d())
                            .isCloseTo(alone.scores().get(j).effect().d(), within(1e-5));
                }
            }
            assertThat(both.scores().get(0).effect().d())
                    .isCloseTo(effect(model, one, Pooling.values()[0]), within(1e-5));
        }
    }

    /** Cohen's d of May et al. (2019), section 2, by its formula: the difference of the means over the deviation of all. */
    private static double effect(Electra model, SeatTest test, Pooling pooling) {
        double[] associations = test.targets().stream()
                .flatMap(target -> target.texts().stream())
                .mapToDouble(target -> mean(model, target, test.attributes().get(0), pooling)
                        - mean(model, target, test.attributes().get(1), pooling))
                .toArray();
        int first = test.targets().get(0).texts().size();
        double mean = IntStream.range(0, associations.length)
                .mapToDouble(i -> associations[i])
                .average()
                .orElseThrow();
        double squares = IntStream.range(0, associations.length)
                .mapToDouble(i -> Math.pow(associations[i] - mean, 2))
                .sum();
        double difference = IntStream.range(0, associations.length)
                .mapToDouble(i -> associations[i] / (i < first ? first : first - associations.length))
                .sum();
        return difference / Math.sqrt(squares / (associations.length - 1));
    }

    private static double mean(Electra model, String target, Sentences attribute, Pooling pooling) {
        return attribute.texts().stream()
                .mapToDouble(
                        text -> SentenceSimilarity.cosine(model.encode(target, pooling), model.encode(text, pooling)))
                .average()
                .orElseThrow();
    }
}
