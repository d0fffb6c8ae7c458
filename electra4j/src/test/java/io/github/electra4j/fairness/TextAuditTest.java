package io.github.electra4j.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextAuditTest {
    @TempDir
    private Path folder;

    private TextAudit audited(TermGroups terms, int window, int remembered, EvaluationOverlap overlap, String text)
            throws Exception {
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        TextAudit audit = new TextAudit(terms, window, remembered, overlap);
        audit.read(Corpus.of(List.of(file.toString()), CorpusOptions.defaults()), bytes -> {}, () -> false);
        return audit;
    }

    private static String random(int words, long number) {
        CounterRandom random = CounterRandom.of(7, "audit", number, 0);
        return IntStream.range(0, words)
                .mapToObj(i -> "w" + random.nextInt(5000))
                .collect(Collectors.joining(" "));
    }

    @Test
    void words_ofAText_areLettersMarksAndDigitsInLowerCase() {
        assertThat(Words.of("She's Émile, 42nd—É x")).containsExactly("she", "émile", "42nd", "é", "x");
    }

    /** Königin and ガ, first with their marks in one character, then apart. */
    @Test
    void words_withTheirMarksApart_areTheSameWords() {
        assertThat(Words.of("Ko\u0308nigin \u30AB\u3099"))
                .isEqualTo(Words.of("K\u00F6nigin \u30AC"))
                .containsExactly("k\u00F6nigin", "\u30AC");
    }

    @Test
    void words_withoutSpacesBetweenThem_areCharactersWithTheirMarks() {
        assertThat(Words.of("先生は3年A組、ノート。")).containsExactly("先", "生", "は", "3", "年", "a", "組", "ノ", "ー", "ト");
        assertThat(Words.of("น้ำใจ")).containsExactly("น้", "ำ", "ใ", "จ");
    }

    @Test
    void termGroups_ofATextWithoutSpaces_areFoundInIt() throws Exception {
        TermGroups terms =
                TermGroups.read(Files.writeString(folder.resolve("t.tsv"), "d\tteacher\t先生\nd\tdoctor\t医者\n"));
        TermContexts contexts = new TermContexts(terms, 2);

        contexts.add(Words.of("先生は本を読む。先生と医者は寿司を食べる。"));

        assertThat(contexts.occurrences()).containsExactly(2, 1);
    }

    @Test
    void longIndex_ofManyKeys_keepsTheFirstNumberOfEach() {
        LongIndex index = new LongIndex();
        Map<Long, Integer> expected = new HashMap<>();
        CounterRandom random = CounterRandom.of(1, "keys");
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextLong(9000) << 40;
            Integer before = expected.putIfAbsent(key, i);
            assertThat(index.putIfAbsent(key, i)).isEqualTo(before == null ? i : before);
        }
        assertThat(index.size()).isEqualTo(expected.size());
        assertThat(index.get(0)).isEqualTo(expected.getOrDefault(0L, -1));
        assertThat(index.get(1)).isEqualTo(-1);
    }

    /**
     * Near "she" stands "nurse" 30 times and "doctor" 10 times, near "he" the other way round: 40 neighbours each. By hand, with a prior of 1000 words by
     * share: "nurse" has the prior 1000 x 40 / 80 = 500, its log-odds are log(530 / 510) - log(510 / 530), its variance 1 / 530 + 1 / 510.
     */
    @Test
    void contexts_ofTwoGroups_haveTheLogOddsOfTheirNeighbours() throws Exception {
        TermGroups terms = TermGroups.read(Files.writeString(folder.resolve("terms.tsv"), "female\tshe\nmale\the\n"));
        String text = "she nurse\n".repeat(30)
                + "she doctor\n".repeat(10)
                + "he nurse\n".repeat(10)
                + "he doctor\n".repeat(30);

        TermContexts contexts =
                audited(terms, 1, 10, new EvaluationOverlap(), text).contexts();

        assertThat(contexts.occurrences()).containsExactly(40, 40);
        assertThat(contexts.byTerm()).isEqualTo(Map.of("she", 40L, "he", 40L));
        // 1.24 standard errors: not sure enough to be shown.
        assertThat(2 * Math.log(530.0 / 510) / Math.sqrt(1 / 530.0 + 1 / 510.0)).isCloseTo(1.24, within(0.01));
        assertThat(contexts.nearest(0, 10)).isEmpty();
        text = "she nurse\n".repeat(300)
                + "she doctor\n".repeat(100)
                + "he nurse\n".repeat(100)
                + "he doctor\n".repeat(300);
        TermContexts.Neighbour nearest = audited(terms, 1, 10, new EvaluationOverlap(), text)
                .contexts()
                .nearest(0, 10)
                .get(0);
        assertThat(nearest.word()).isEqualTo("nurse");
        assertThat(nearest.count()).isEqualTo(300);
        // Counts and prior are 300 + 500 of 400 + 1000 there, and 100 + 500 of 1400 with the other.
        double logOdds = Math.log(800.0 / 600) - Math.log(600.0 / 800);
        assertThat(nearest.logOdds()).isCloseTo(logOdds, within(1e-9));
        assertThat(nearest.z()).isCloseTo(logOdds / Math.sqrt(1 / 800.0 + 1 / 600.0), within(1e-9));
    }

    @Test
    void contexts_ofAPhrase_countTheLongestTermAndItsNeighbours() throws Exception {
        TermGroups terms = TermGroups.read(Files.writeString(
                folder.resolve("terms.tsv"), "origin\tus\tAfrican American\norigin\tafrica\tAfrican\n# end\n"));

        TermContexts contexts = audited(
                        terms, 2, 10, new EvaluationOverlap(), "An African-American woman; an African king.")
                .contexts();

        assertThat(contexts.byTerm()).isEqualTo(Map.of("african american", 1L, "african", 1L));
    }

    @Test
    void contexts_ofTermsWithinThoseOfOtherDimensions_areOfEachDimension() throws Exception {
        String text = "An old man met a young woman. The old men saw young women and a disabled man and a gay man.";
        TermGroups english = TermGroups.english();

        TermContexts contexts =
                audited(english, 5, 10, new EvaluationOverlap(), text).contexts();

        Map<String, Long> byGroup = new HashMap<>();
        for (int g = 0; g < english.groups().size(); g++) {
            byGroup.put(english.groups().get(g).name(), contexts.occurrences()[g]);
        }
        assertThat(byGroup)
                .containsEntry("female", 2L)
                .containsEntry("male", 4L)
                .containsEntry("old", 2L)
                .containsEntry("young", 2L)
                .containsEntry("disabled", 1L)
                .containsEntry("homosexual", 1L);
        assertThat(contexts.byTerm())
                .containsEntry("old man", 1L)
                .containsEntry("man", 3L)
                .containsEntry("old men", 1L);
    }

    @Test
    void terms_ofTwoDimensions_areCountedInBoth() throws Exception {
        TermGroups terms = TermGroups.read(Files.writeString(
                folder.resolve("terms.tsv"), "gender\tfemale\tlatina\norigin\tlatin\tLatina\norigin\tlatin\tlatina\n"));

        TermContexts contexts =
                audited(terms, 2, 10, new EvaluationOverlap(), "A Latina sang.").contexts();

        assertThat(contexts.occurrences()).containsExactly(1, 1);
        assertThat(contexts.byTerm()).isEqualTo(Map.of("latina", 1L));
    }

    @Test
    void terms_inTwoGroups_areRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("terms.tsv"), "a\tx\nb\tX\n");

        assertThatThrownBy(() -> TermGroups.read(file)).hasMessageContaining("terms.tsv:2: \"x\" stands in a already");
        assertThat(TermGroups.english().groups()).hasSizeGreaterThan(10);
    }

    /** A document again, one with a word of 200 changed, whose shingles are 186 of 196 + 5, and another. */
    @Test
    void duplicates_ofDocuments_areFoundWithWhatTheyAreLike() throws Exception {
        String first = random(200, 1);
        String changed = first.replaceFirst("^((?:\\S+ ){100})\\S+", "$1changed");
        String text = first + "\n\n" + random(200, 2) + "\n\n" + first.replace(" ", "  ") + "\n\n" + changed + "\n\n"
                + random(3, 3);

        TextAudit audit = audited(TermGroups.english(), 5, 100, new EvaluationOverlap(), text);

        NearDuplicates found = audit.duplicates();
        assertThat(found.documents()).isEqualTo(5);
        assertThat(found.same()).isEqualTo(1);
        assertThat(found.near()).isEqualTo(1);
        assertThat(found.examples()).hasSize(2);
        assertThat(found.examples().get(0).place()).endsWith("text.txt:5");
        assertThat(found.examples().get(0).before()).endsWith("text.txt:1");
        assertThat(found.examples().get(1).alike()).isCloseTo(191.0 / 201, within(0.1));
    }

    /** Estimates against what is counted: documents that share a growing part. */
    @Test
    void duplicates_ofDocumentsThatShareAPart_areThoseAboveTheBound() throws Exception {
        List<String> documents = new ArrayList<>();
        int expected = 0;
        for (int i = 0; i < 200; i++) {
            String base = random(120, 1000 + i);
            int kept = 20 + i / 2;
            documents.add(base);
            documents.add(
                    String.join(" ", List.of(base.split(" ")).subList(0, kept)) + " " + random(120 - kept, 5000 + i));
            double shared = kept - 4;
            expected += shared / (2 * 116 - shared) >= NearDuplicates.ALIKE ? 1 : 0;
        }

        NearDuplicates found = audited(
                        TermGroups.english(), 5, 10_000, new EvaluationOverlap(), String.join("\n\n", documents))
                .duplicates();

        // The estimate has a standard error of 0.05 at the bound.
        assertThat((double) found.near()).isCloseTo(expected, within(14.0));
        assertThat(found.same()).isZero();
    }

    @Test
    void duplicates_beyondWhatIsRemembered_areComparedWithWhatIs() throws Exception {
        String first = random(50, 1);
        String second = random(50, 2);

        TextAudit audit = audited(
                TermGroups.english(), 5, 1, new EvaluationOverlap(), String.join("\n\n", first, second, second, first));

        assertThat(audit.duplicates().same()).isEqualTo(1);
        assertThat(audit.duplicates().forgotten()).isEqualTo(3);
        assertThat(audit.repeated()).isEqualTo(2);
    }

    @Test
    void overlap_ofEvaluationSets_isOfTheirLongRuns() throws Exception {
        String text = random(40, 1);
        String inside = String.join(" ", List.of(text.split(" ")).subList(5, 25));
        String half = String.join(" ", List.of(text.split(" ")).subList(0, 15)) + " " + random(30, 2);
        String brief = String.join(", ", List.of(text.split(" ")).subList(30, 39));
        Path table = Files.writeString(
                folder.resolve("set.tsv"),
                "text\tlabel\n" + inside.toUpperCase(java.util.Locale.ROOT) + "\t1\n" + half + "\t1\n" + brief + "\t0\n"
                        + random(20, 3) + "\t0\nshort text\t1\n");
        Path json = Files.writeString(
                folder.resolve("set.json"),
                "{\"data\": [{\"context\": \"" + inside + "\", \"answers\": [\"" + random(9, 4) + "\"]}]}");
        EvaluationOverlap overlap = new EvaluationOverlap();
        overlap.read(table);
        overlap.read(json);

        List<EvaluationOverlap.Found> found = audited(TermGroups.english(), 5, 10, overlap, "before\n" + text + "\n")
                .overlap()
                .found();

        assertThat(found.get(0).texts()).isEqualTo(4);
        assertThat(found.get(0).touched()).isEqualTo(3);
        assertThat(found.get(0).whole()).isEqualTo(2);
        assertThat(found.get(0).tooShort()).isEqualTo(1);
        assertThat(found.get(0).examples().get(0)).contains("set.tsv:2: ");
        assertThat(found.get(1).texts()).isEqualTo(2);
        assertThat(found.get(1).touched()).isEqualTo(1);
    }
}
