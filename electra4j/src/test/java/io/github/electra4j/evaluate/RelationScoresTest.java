package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.random.CounterRandom;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationScoresTest {
    private static final List<String> RELATIONS = List.of(
            "Cause-Effect",
            "Component-Whole",
            "Content-Container",
            "Entity-Destination",
            "Entity-Origin",
            "Instrument-Agency",
            "Member-Collection",
            "Message-Topic",
            "Product-Producer");

    /** Rows with made labels, and predictions that are right with some probability, else drawn anew. */
    private record Made(List<String> gold, List<String> predicted) {
        static Made of(int rows, double right, long seed) {
            CounterRandom random = CounterRandom.of(seed, "relations");
            List<String> gold = new ArrayList<>();
            List<String> predicted = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                gold.add(label(random));
                predicted.add(random.nextInt(1000) < 1000 * right ? gold.get(i) : label(random));
            }
            return new Made(gold, predicted);
        }

        private static String label(CounterRandom random) {
            int relation = random.nextInt(RELATIONS.size() + 2);
            String direction = random.nextInt(3) == 0 ? "(e1,e2)" : "(e2,e1)";
            return relation < RELATIONS.size() ? RELATIONS.get(relation) + direction : "Other";
        }

        RelationScores scores() {
            return RelationScores.of(gold, predicted, "Other");
        }
    }

    // What semeval2010_task8_scorer-v1.2.pl, the official scorer, says of the same rows.
    @ParameterizedTest
    @CsvSource({
        "300, 0.7, 1, 70.78, 70.84, 70.67, 71.28",
        "40, 0.2, 2, 20.00, 32.47, 21.47, 22.22",
        "20, 0.0, 3, 12.50, 29.17, 16.07, 18.75"
    })
    void scores_ofMadePredictions_areThoseOfTheOfficialScorer(
            int rows, double right, long seed, double precision, double recall, double f1, double micro) {
        RelationScores scores = Made.of(rows, right, seed).scores();
        assertThat(100 * scores.macroPrecision()).isCloseTo(precision, within(0.005));
        assertThat(100 * scores.macroRecall()).isCloseTo(recall, within(0.005));
        assertThat(100 * scores.macroF1()).isCloseTo(f1, within(0.005));
        assertThat(100 * scores.microF1()).isCloseTo(micro, within(0.005));
    }

    // By hand. a: 3 gold, named 3 times (one with the wrong direction), 1 right: P 1/3, R 1/3. b: 1 gold, never named.
    // c is in no gold label.
    @Test
    void wrongDirection_costsPrecisionAndRecall() {
        List<String> gold = List.of("a(e1,e2)", "a(e1,e2)", "a(e2,e1)", "b", "none", "none");
        List<String> predicted = List.of("a(e1,e2)", "a(e2,e1)", "none", "c", "a(e1,e2)", "none");
        RelationScores scores = RelationScores.of(gold, predicted, "none");
        assertThat(scores.relations()).extracting(ClassScores::label).containsExactly("a", "b");
        assertThat(scores.relations().get(0).precision()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(scores.macroF1()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(scores.microF1()).isCloseTo(2 / 7.0, within(1e-12));
        assertThat(scores.accuracy()).isCloseTo(2 / 6.0, within(1e-12));
        RelationScores undirected = RelationScores.undirected(gold, predicted, "none");
        assertThat(undirected.relations().get(0).f1()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(undirected.accuracy()).isCloseTo(3 / 6.0, within(1e-12));
    }

    private static Path scorer() {
        Path folder = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"))
                .resolve("semeval2010-task8/scorer");
        assumeTrue(Files.isDirectory(folder), "no shared data");
        return folder;
    }

    /** The example answers that come with the scorer, and what it says of them; what an answer skips counts as Other. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void scores_ofTheScorersExamples_areThoseItSays(int example) throws IOException {
        Path folder = scorer();
        Map<String, String> gold = answers(folder.resolve("answer_key" + example + ".txt"));
        Map<String, String> proposed = answers(folder.resolve("proposed_answer" + example + ".txt"));
        RelationScores scores = RelationScores.of(
                List.copyOf(gold.values()),
                gold.keySet().stream()
                        .map(id -> proposed.getOrDefault(id, "Other"))
                        .toList(),
                "Other");
        String said = Files.readString(folder.resolve("result_scores" + example + ".txt"));
        assertThat(said).contains(String.format(Locale.ROOT, "macro-averaged F1 = %.2f%%", 100 * scores.macroF1()));
    }

    private static Map<String, String> answers(Path file) throws IOException {
        Map<String, String> answers = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            answers.put(line.split("\t")[0], line.split("\t")[1].strip());
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource({"300, 0.7, 1", "40, 0.2, 2", "20, 0.0, 3", "2717, 0.5, 4", "2717, 0.95, 5"})
    void scores_areThoseOfTheOfficialScorerItself(int rows, double right, long seed, @TempDir Path folder)
            throws Exception {
        Made made = Made.of(rows, right, seed);
        write(folder.resolve("key"), made.gold());
        write(folder.resolve("proposed"), made.predicted());
        Path script = scorer().resolve("semeval2010_task8_scorer-v1.2.pl");
        assumeTrue(hasPerl(), "no perl");
        Process perl = new ProcessBuilder("perl", script.toAbsolutePath().toString(), "proposed", "key")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(perl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(perl.waitFor()).isZero();
        RelationScores scores = made.scores();
        String official = said.substring(said.indexOf("-- OFFICIAL"));
        assertThat(official)
                .contains(String.format(
                        Locale.ROOT,
                        "P = %6.2f%%\tR = %6.2f%%\tF1 = %6.2f%%",
                        100 * scores.macroPrecision(),
                        100 * scores.macroRecall(),
                        100 * scores.macroF1()))
                .contains(String.format(Locale.ROOT, "F1 = %6.2f%%%n%nMACRO", 100 * scores.microF1()));
        RelationScores undirected = RelationScores.undirected(made.gold(), made.predicted(), "Other");
        assertThat(said.substring(said.indexOf("IGNORING"), said.indexOf("-- OFFICIAL")))
                .contains(String.format(Locale.ROOT, "F1 = %6.2f%%%n%n%n%n", 100 * undirected.macroF1()));
    }

    private static boolean hasPerl() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "perl")));
    }

    private static void write(Path file, List<String> labels) throws IOException {
        Files.write(
                file,
                IntStream.range(0, labels.size())
                        .mapToObj(i -> i + "\t" + labels.get(i))
                        .toList());
    }
}
