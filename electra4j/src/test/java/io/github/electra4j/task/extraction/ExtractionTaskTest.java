package io.github.electra4j.task.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.evaluate.ExtractionScores.Entity;
import io.github.electra4j.evaluate.ExtractionScores.Relation;
import io.github.electra4j.task.Answering;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.Judgement;
import io.github.electra4j.task.PredictionWriter;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.tagging.TaggedSpan;
import io.github.electra4j.task.tagging.TaggedText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTaskTest {
    private static final String ADA = "{\"id\": 1, \"text\": \"\uD83D\uDE00 Ada met Bob in Rome.\","
            + " \"entities\": [{\"start\": 17, \"end\": 21, \"label\": \"LOC\"}, {\"start\": 2, \"end\": 5, \"label\": \"PER\"},"
            + " {\"start\": 10, \"end\": 13, \"label\": \"PER\"}],"
            + " \"relations\": [{\"head\": 1, \"tail\": 0, \"relation\": \"was_in\"}, {\"head\": 1, \"tail\": 2, \"relation\": \"met\"}]}";

    @TempDir
    private Path folder;

    private List<ExtractionRow> read(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("r.jsonl"), String.join("\n", lines));
        return ExtractionTask.KIND.readAll(file, Columns.FIXED);
    }

    private ExtractionTask learned(Map<String, String> options, String... lines) throws IOException {
        return ExtractionTask.learned(read(lines), new TaskOptions(options));
    }

    private static String between(RelationRow row, Mention mention) {
        return row.text().substring(mention.start(), mention.end());
    }

    private static List<String> said(List<RelationRow> rows) {
        return rows.stream()
                .map(row -> between(row, row.head()) + " " + row.relation() + " " + between(row, row.tail()))
                .toList();
    }

    @Test
    void jsonl_entitiesInAnyOrder_areThoseOfTheRelations() throws IOException {
        ExtractionRow row = read(ADA).get(0);
        Entity ada = new Entity(3, 6, "PER");
        Entity rome = new Entity(18, 22, "LOC");
        assertThat(row.id()).isEqualTo("1");
        assertThat(row.known().entities()).containsExactly(rome, ada, new Entity(11, 14, "PER"));
        assertThat(row.known().relations())
                .containsExactly(
                        new Relation(ada, rome, "was_in"), new Relation(ada, new Entity(11, 14, "PER"), "met"));
    }

    @Test
    void jsonl_forPrediction_needsTheTextAlone() throws IOException {
        Path file =
                Files.writeString(folder.resolve("p.jsonl"), "{\"text\": \"\"}\n{\"text\": \"a\", \"entities\": 3}\n");
        List<ExtractionRow> rows = ExtractionTask.KIND.readAll(file, Columns.FIXED.withoutLabel());
        assertThat(rows).hasSize(2);
        assertThatThrownBy(rows.get(1)::known)
                .hasMessage(file + ":2: no entities; expected the keys \"entities\" and \"relations\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "text": "a b"                                                              | entities is missing; keys found: text, expected a list of objects
            "text": " ", "entities": [], "relations": []                               | text has no word; fill it in or leave the row out
            "text": "a b", "entities": []                                              | relations is missing; keys found: text, entities, expected a list of objects
            "text": "a b", "entities": [{"start": 0, "end": 4, "label": "X"}]          | entities[0].end is 4 and start 0, expected a start before the end, within the 3 characters of the text
            "text": "a b", "entities": [{"start": 0, "end": 1}]                        | entities[0].label is missing; keys found: start, end, expected a text
            "text": "a b", "entities": [{"start": 0, "end": 3, "label": "X"}, {"start": 2, "end": 3, "label": "X"}] | entities[1].start is 2: the span "b" shares the word "b" with another one; a word is in one span at most: leave one of the two out
            "text": "a b", "entities": [{"start": 0, "end": 1, "label": "X"}, {"start": 2, "end": 3, "label": "X"}], "relations": [{"head": 0, "tail": 2, "relation": "r"}] | relations[0].tail is 2, and the row has 2 entities: expected the number of one of them, from 0
            "text": "a b", "entities": [], "relations": [{"head": 0, "tail": 1, "relation": "r"}] | relations[0].head is 0, and the row has 0 entities: expected the number of one of them, from 0
            "text": "a b", "entities": [{"start": 0, "end": 1, "label": "X"}], "relations": [{"head": 0, "tail": 0, "relation": "r"}] | relations[0].tail is 0, as is head; expected another entity
            "text": "a b", "entities": [{"start": 0, "end": 1, "label": "X"}, {"start": 2, "end": 3, "label": "X"}], "relations": [{"head": -1, "tail": 0, "relation": "r"}] | relations[0].head is -1, expected a whole number of at least 0
            "text": "a b", "entities": [{"start": 0, "end": 1, "label": "X"}, {"start": 2, "end": 3, "label": "X"}], "relations": [{"head": 1, "tail": 0, "relation": " "}] | relations[0].relation is empty; fill it in or leave the relation out
            "text": "a b", "entities": [{"start": 0, "end": 1, "label": "X"}, {"start": 2, "end": 3, "label": "X"}], "relations": [{"head": 1, "tail": 0, "relation": "no_relation"}] | relations[0].relation is "no_relation", which is learned of all pairs that have no relation; leave it out
            """)
    void badRows_areNamedWithFileLineAndKey(String json, String expected) {
        assertThatThrownBy(() -> read("", "{" + json + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("r.jsonl") + ":2: " + expected);
    }

    @Test
    void entityOffAWordsBounds_isWidenedAndSaidWithItsPlace() throws IOException {
        String row =
                "{\"text\": \"30km road\", \"entities\": [{\"start\": 0, \"end\": 2, \"label\": \"NUM\"}, {\"start\": 5, \"end\": 9, \"label\": \"WAY\"}],"
                        + " \"relations\": [{\"head\": 0, \"tail\": 1, \"relation\": \"of\"}]}";
        List<ExtractionRow> rows = read(ADA, row);
        assertThat(rows.get(1).known().entities()).contains(new Entity(0, 4, "NUM"));
        assertThat(ExtractionTask.learned(rows, TaskOptions.NONE).remarks(rows))
                .anyMatch(remark ->
                        remark.contains("1 spans begin or end inside a word") && remark.endsWith("r.jsonl:2"));
    }

    /** Types that a training relation has: PER of LOC and PER of PER; so nothing is asked of LOC first. */
    @Test
    void pairs_areThoseOfKnownTypes_withNoRelationWhereNoneIsNamed() throws IOException {
        ExtractionTask task = learned(Map.of(), ADA);
        assertThat(said(task.pairs(read(ADA))))
                .containsExactly("Ada met Bob", "Bob no_relation Ada", "Ada was_in Rome", "Bob no_relation Rome");
        assertThat(task.relations().relations().labels().names()).containsExactly("met", "no_relation", "was_in");
        assertThat(task.relations().none()).isEqualTo("no_relation");
    }

    @Test
    void pairs_fartherApartThanTwiceAnyRelated_areNotAsked() throws IOException {
        // 4 characters lie between the two that are related: 8 and fewer are near enough.
        String train = row("aa in bb", 0, 6, true);
        ExtractionTask task = learned(Map.of(), train, row("aa in bb", 0, 6, false));
        assertThat(task.candidates().farthest()).isEqualTo(8);
        assertThat(task.pairs(read(row("aa 345678 bb", 0, 10, true)))).hasSize(1);
        List<ExtractionRow> far = read(row("aa 3456789 bb", 0, 11, true));
        assertThat(task.pairs(far)).isEmpty();
        assertThat(task.remarks(far))
                .containsExactly(
                        "1 of 1 relations are between types of entities that no training relation has, or more than 8 characters apart; they cannot be found");
        assertThat(learned(Map.of("max_distance", "9"), train, row("aa in bb", 0, 6, false))
                        .pairs(far))
                .hasSize(1);
    }

    /** Two entities of two characters, of the types A and B. */
    private static String row(String text, int first, int second, boolean related) {
        return String.format(
                "{\"text\": \"%s\", \"entities\": [{\"start\": %d, \"end\": %d, \"label\": \"A\"}, {\"start\": %d, \"end\": %d, \"label\": \"B\"}], \"relations\": [%s]}",
                text,
                first,
                first + 2,
                second,
                second + 2,
                related ? "{\"head\": 0, \"tail\": 1, \"relation\": \"r\"}" : "");
    }

    @Test
    void pairsToLearn_haveSoManyWithoutARelation_alwaysTheSame() throws IOException {
        List<String> lines = new ArrayList<>(List.of(row("aa in bb", 0, 6, true), row("aa of bb", 0, 6, true)));
        for (int i = 0; i < 30; i++) {
            lines.add(row("a" + (char) ('a' + i % 26) + " in bb", 0, 6, false));
        }
        List<ExtractionRow> rows = read(lines.toArray(String[]::new));
        TaskOptions options = new TaskOptions(Map.of("negatives", "3"));
        ExtractionTask task = ExtractionTask.learned(rows, options);
        List<String> learned = said(task.pairsToLearn(rows, options));
        assertThat(learned)
                .hasSize(8)
                .filteredOn(pair -> pair.contains("no_relation"))
                .hasSize(6);
        assertThat(said(task.pairsToLearn(rows, options))).isEqualTo(learned);
        assertThat(task.pairsToLearn(rows, TaskOptions.NONE)).hasSize(22);
        assertThat(task.pairs(rows)).hasSize(32);
    }

    @Test
    void pairInALongText_hasTheWordsAroundItAlone() {
        String text = "x ".repeat(500) + "Ada met Bob" + " y".repeat(500);
        TaggedText tagged = TaggedText.of(text);
        RelationRow row = PairRows.of(
                tagged, new Candidates.Pair(new Entity(1008, 1011, "PER"), new Entity(1000, 1003, "PER")), null);
        assertThat(row.text()).isEqualTo("x ".repeat(128) + "Ada met Bob" + " y".repeat(128));
        assertThat(between(row, row.head())).isEqualTo("Bob");
        assertThat(between(row, row.tail())).isEqualTo("Ada");
    }

    @Test
    void rowsThatTeachNothing_areRefused() {
        assertThatThrownBy(() -> learned(Map.of(), row("aa in bb", 0, 6, false)))
                .hasMessageContaining("r.jsonl: no relations in 1 rows", "--task tagging");
        assertThatThrownBy(() -> learned(Map.of(), row("aa in bb", 0, 6, true)))
                .hasMessageContaining("r.jsonl: every two entities that could be related are");
        assertThatThrownBy(() -> learned(Map.of("none", "x"), ADA))
                .hasMessageContaining("task option none: extraction has stride, markers, negatives, max_distance");
    }

    @Test
    void check_ofAnUnknownTypeOrRelation_namesItsLine() throws IOException {
        ExtractionTask task = learned(Map.of(), ADA);
        assertThatThrownBy(() -> task.check(read(ADA, ADA.replace("\"LOC\"", "\"LOCS\""))))
                .hasMessageStartingWith(folder.resolve("r.jsonl") + ":2: unknown tag \"B-LOCS\"")
                .hasMessageEndingWith("did you mean \"LOC\"?");
        assertThatThrownBy(() -> task.check(read(ADA, ADA.replace("\"met\"", "\"mets\""))))
                .hasMessage(
                        folder.resolve("r.jsonl")
                                + ":2: unknown label \"mets\"; the model knows met, no_relation, was_in; did you mean \"met\"?");
    }

    /** A second network that says of all pairs the same. */
    private static Answering always(int relation, List<List<RelationRow>> asked) {
        return new Answering() {
            @Override
            @SuppressWarnings("unchecked")
            public <R extends TaskRow, W extends Window, A> List<A> answer(TaskRows<R, W, A> rows) {
                asked.add(rows.rows().stream().map(RelationRow.class::cast).toList());
                double[] probabilities = {0.1, 0.1, 0.1};
                probabilities[relation] = 0.8;
                A answer = (A) new ClassPrediction(
                        relation, List.of("met", "no_relation", "was_in").get(relation), probabilities);
                return rows.rows().stream().map(row -> answer).toList();
            }
        };
    }

    private static Extraction found(ExtractionRow row) {
        return new Extraction(
                row.tagged(),
                List.of(new TaggedSpan(3, 6, "PER", "Ada", 0.9), new TaggedSpan(18, 22, "LOC", "Rome", 0.75)),
                List.of());
    }

    @Test
    void completed_asksAboutEveryPairOfTheFoundEntities() throws IOException {
        ExtractionTask task = learned(Map.of(), ADA);
        List<ExtractionRow> rows = read(ADA, ADA);
        List<List<RelationRow>> asked = new ArrayList<>();
        List<Extraction> completed = task.completed(List.of(found(rows.get(0)), found(rows.get(1))), always(2, asked));
        assertThat(asked).hasSize(1);
        assertThat(said(asked.get(0))).containsExactly("Ada null Rome", "Ada null Rome");
        assertThat(completed).hasSize(2).allMatch(one -> one.relations()
                .equals(List.of(new FoundRelation(0, 1, "was_in", 0.8))));
        assertThat(task.completed(List.of(found(rows.get(0))), always(1, asked))
                        .get(0)
                        .relations())
                .isEmpty();

        // Of 2 x 3 entities 2 x 2 are found, and of 2 x 2 relations 2 x 1.
        Evaluation evaluation = task.evaluate(rows, completed);
        assertThat(evaluation.figure("relation_precision")).isEqualTo(1);
        assertThat(evaluation.figure("relation_recall")).isEqualTo(0.5);
        assertThat(evaluation.figure("relation_f1:met")).isZero();
        // Bob and that Ada met him were missed, and nothing is wrong.
        Judgement missed = task.judged(rows.get(0), completed.get(0));
        assertThat(missed.gold()).isEqualTo("PER \"Bob\"; met(\"Ada\", \"Bob\")");
        assertThat(missed.predicted()).isEmpty();
        assertThat(missed.weight()).isPositive().isLessThan(0.001);
        Extraction turned = new Extraction(
                completed.get(0).of(), completed.get(0).entities(), List.of(new FoundRelation(1, 0, "was_in", 0.7)));
        assertThat(task.judged(rows.get(0), turned).predicted()).isEqualTo("was_in(\"Rome\", \"Ada\") (0.70)");
        assertThat(task.judged(rows.get(0), turned).weight()).isEqualTo(0.7);
        assertThat(evaluation.figure("entity_recall:PER")).isEqualTo(0.5);
        assertThat(task.evaluate(
                                rows,
                                rows.stream()
                                        .map(row -> task.priorAnswer(row, task.prior(rows)))
                                        .toList())
                        .figure("relation_f1"))
                .isZero();
    }

    @Test
    void predictions_areWrittenWithPlacesInCodePoints() throws IOException {
        ExtractionTask task = learned(Map.of(), ADA);
        Extraction one = task.completed(List.of(found(read(ADA).get(0))), always(2, new ArrayList<>()))
                .get(0);
        StringWriter json = new StringWriter();
        try (PredictionWriter<Extraction> writer = new PredictionWriter<>(json, task, true, true)) {
            writer.write("1", one);
        }
        assertThat(json.toString())
                .isEqualTo("{\"row\":0,\"id\":\"1\",\"text\":\"\uD83D\uDE00 Ada met Bob in Rome.\",\"entities\":["
                        + "{\"start\":2,\"end\":5,\"label\":\"PER\",\"text\":\"Ada\",\"probability\":0.9},"
                        + "{\"start\":17,\"end\":21,\"label\":\"LOC\",\"text\":\"Rome\",\"probability\":0.75}],"
                        + "\"relations\":[{\"head\":0,\"tail\":1,\"relation\":\"was_in\",\"probability\":0.8}]}\n");
        StringWriter table = new StringWriter();
        try (PredictionWriter<Extraction> writer = new PredictionWriter<>(table, task, false, true)) {
            writer.write("1", one);
        }
        assertThat(table.toString())
                .isEqualTo("row\tid\twhat\tlabel\tprobability\tstart\tend\ttext\ttail_start\ttail_end\ttail_text\n"
                        + "0\t1\tentity\tPER\t0.900000\t2\t5\tAda\t\t\t\n"
                        + "0\t1\tentity\tLOC\t0.750000\t17\t21\tRome\t\t\t\n"
                        + "0\t1\trelation\twas_in\t0.800000\t2\t5\tAda\t17\t21\tRome\n");
    }

    @Test
    void file_ofTheTask_makesItAgain() throws IOException {
        ExtractionTask task = learned(Map.of(), ADA);
        ExtractionFile.write(folder, task);
        assertThat(ExtractionFile.read(folder, task.tagging(), task.relations()))
                .isEqualTo(task);
        assertThatThrownBy(() -> ExtractionFile.read(folder, task.relations(), task.tagging()))
                .hasMessageContaining("entities: the model is for relation, expected one for tagging");
        Files.writeString(folder.resolve("extraction.json"), "{\"pairs\": [[\"PER\"]]}");
        assertThatThrownBy(() -> ExtractionFile.read(folder, task.tagging(), task.relations()))
                .hasMessageContaining("extraction.json: pairs has [\"PER\"], expected the types of a head and a tail");
    }
}
