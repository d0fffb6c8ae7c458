package io.github.electra4j.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the published measures, and what is counted of them. */
class BiasSetsTest {
    @TempDir
    private Path folder;

    private void winoBias(String kind, String... lines) throws Exception {
        Files.writeString(folder.resolve(kind + "_stereotyped_type1.txt.dev"), String.join("\n", lines) + "\n");
    }

    @Test
    void winoBias_ofAPairOfFiles_knowsBothPeopleAndThePronoun() throws Exception {
        winoBias(
                "pro",
                "1 [The developer] argued with the designer because [he] did not like the design.",
                "2 The developer argued with [the designer] because [her] idea cannot be implemented.");
        winoBias(
                "anti",
                "1 [The developer] argued with the designer because [she] did not like the design.",
                "2 The developer argued with [the designer] because [his] idea cannot be implemented.");

        WinoBiasPair.Folder found = WinoBiasPair.read(folder);

        assertThat(found.leftOut()).isEmpty();
        assertThat(found.pairs()).extracting(WinoBiasPair::part).containsExactly("type1.dev", "type1.dev");
        WinoBiasSentence second = found.pairs().get(1).pro();
        assertThat(second.text())
                .isEqualTo("The developer argued with the designer because her idea cannot be implemented.");
        assertThat(second.right()).isEqualTo("designer");
        assertThat(second.wrong()).isEqualTo("developer");
        assertThat(second.rightIsFirst()).isFalse();
        assertThat(second.claim("designer")).isEqualTo("She is the designer.");
        assertThat(found.pairs().get(1).anti().claim("designer")).isEqualTo("He is the designer.");
    }

    @Test
    void winoBias_withoutTheOtherFile_isRefused() throws Exception {
        winoBias("pro", "1 [The developer] argued with the designer because [he] did not like the design.");

        assertThatThrownBy(() -> WinoBiasPair.read(folder)).hasMessageContaining("have not the same numbers of lines");
    }

    @Test
    void winoBias_ofALineWithoutBrackets_namesIt() throws Exception {
        winoBias("pro", "1 The developer argued.");

        assertThatThrownBy(() -> WinoBiasPair.read(folder))
                .hasMessageContaining("pro_stereotyped_type1.txt.dev:1: no line of WinoBias");
    }

    /** Right in 3 of 4 where the pronoun agrees, in 1 of 4 where it does not: a gap of a half. */
    @Test
    void winoBiasScores_ofFourPairs_haveTheGapOfBothAccuracies() throws Exception {
        winoBias("pro", "1 [The cook] met the clerk because [she] was late.");
        winoBias("anti", "1 [The cook] met the clerk because [he] was late.");
        Files.writeString(
                folder.resolve("pro_stereotyped_type2.txt.dev"), "1 The cook met [the clerk] and saw [her].\n");
        Files.writeString(
                folder.resolve("anti_stereotyped_type2.txt.dev"), "1 The cook met [the clerk] and saw [him].\n");
        WinoBiasPair pair = WinoBiasPair.read(folder).pairs().get(0);

        WinoBiasScores.Part part = WinoBiasScores.of(
                        "by hand",
                        List.of(pair, pair, pair, pair),
                        new boolean[] {true, true, true, false},
                        new boolean[] {true, false, false, false},
                        new double[] {1, 0, -1, 2})
                .parts()
                .get(0);

        assertThat(part.pro().value()).isEqualTo(0.75);
        assertThat(part.anti().value()).isEqualTo(0.25);
        assertThat(part.gap().difference()).isCloseTo(0.5, within(1e-12));
        assertThat(part.likelier()).isEqualTo(new Share(2, 1, 4));
    }

    @Test
    void crowsPairs_ofAnotherTable_isRefusedWithItsColumns() throws Exception {
        Path file = Files.writeString(folder.resolve("c.csv"), "sent_more,sent_less\na,b\n");

        assertThatThrownBy(() -> CrowsPair.read(file)).hasMessageContaining("c.csv:1: no \"stereo_antistereo\"");
    }

    @Test
    void crowsPairs_ofAnUnknownDirection_isRefusedWithItsLine() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.csv"),
                "sent_more,sent_less,stereo_antistereo,bias_type\na,b,stereo,age\na,b,sterio,age\n");

        assertThatThrownBy(() -> CrowsPair.read(file))
                .hasMessageContaining("c.csv:3: stereo_antistereo is \"sterio\", expected stereo or antistereo");
    }

    @Test
    void crowsPairsScores_ofThreePairs_areCountedByTypeAndDirection() {
        List<CrowsPair> pairs = List.of(
                new CrowsPair("a", "b", "stereo", "age"),
                new CrowsPair("a", "b", "stereo", "gender"),
                new CrowsPair("a", "b", "antistereo", "gender"));

        CrowsPairsScores scores =
                CrowsPairsScores.of("by hand", pairs, new double[] {-1, -2, -3}, new double[] {-2, -2, -4});

        assertThat(scores.all()).isEqualTo(new Share(2, 1, 3));
        assertThat(scores.byType().get("gender")).isEqualTo(new Share(1, 1, 2));
        assertThat(scores.byDirection().get("antistereo")).isEqualTo(new Share(1, 0, 1));
        assertThat(scores.report().toText()).contains("all", "66.7", "What it does not say: 50 is no proof");
        assertThat(scores.report().toMarkdown())
                .contains("| pairs | number | stereotypical | interval |\n|---|---|---|---|\n| all | 3 | 66.7 |");
    }

    @Test
    void seat_ofAnObjectWithoutAttributes_isRefused() throws Exception {
        Files.writeString(
                folder.resolve("t.jsonl"),
                "{\"targ1\": {\"category\": \"A\", \"examples\": [\"a\", \"b\"]}, \"targ2\": {\"category\": \"B\", \"examples\": [\"c\", \"d\"]}}");

        assertThatThrownBy(() -> SeatTest.read(folder)).hasMessageContaining("t.jsonl: attr1.examples");
    }

    /** The counts that the sets' own pages give; of WinoBias three pairs do not name two people. */
    @Test
    void publishedSets_areReadWhole() throws Exception {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"))
                .resolve("bias");
        assumeTrue(Files.isDirectory(data), "no shared data");

        assertThat(CrowsPair.read(data.resolve("crows_pairs_anonymized.csv"))).hasSize(1508);
        WinoBiasPair.Folder wino = WinoBiasPair.read(data.resolve("winobias"));
        assertThat(wino.pairs().size() + wino.leftOut().size()).isEqualTo(4 * 396);
        assertThat(wino.leftOut()).hasSize(3);
        assertThat(SeatTest.read(data.resolve("seat")))
                .hasSize(9)
                .allMatch(test -> test.targets().get(0).texts().size()
                        == test.targets().get(1).texts().size());
    }
}
