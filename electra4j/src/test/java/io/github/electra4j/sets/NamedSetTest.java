package io.github.electra4j.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.sets.SetFolder.Rows;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.github.electra4j.task.qa.GoldAnswer;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamedSetTest {
    @TempDir
    private static Path data;

    @BeforeAll
    static void files() throws IOException {
        OfficialFiles.write(data);
    }

    static List<String> textSets() {
        return NamedSet.names().stream()
                .filter(name -> kind(NamedSet.of(name)) != null)
                .toList();
    }

    /** Of a set of texts; null for others. */
    private static @Nullable TaskKind<LabeledText> kind(NamedSet set) {
        return switch (set.task()) {
            case TextClassification.NAME -> TextClassification.KIND;
            case TextRegression.NAME -> TextRegression.KIND;
            default -> null;
        };
    }

    private static Rows<LabeledText> read(SetFolder folder, Part part) throws IOException {
        return folder.read(Objects.requireNonNull(kind(folder.set())), part);
    }

    private static List<LabeledText> train(SetFolder folder) throws IOException {
        return read(folder, folder.train()).rows();
    }

    private static Task<LabeledText, ?, ?> task(SetFolder folder, List<LabeledText> train) throws IOException {
        return folder.task(Objects.requireNonNull(kind(folder.set())), train, TaskOptions.NONE);
    }

    private static SetFolder folder(String name) throws IOException {
        return SetFolder.find(NamedSet.of(name), data);
    }

    @ParameterizedTest
    @MethodSource("textSets")
    void madeRows_inTheOfficialForm_areReadWhole(String name) throws IOException {
        SetFolder folder = folder(name);
        List<LabeledText> train = folder.set().train() == null ? List.of() : train(folder);
        Task<LabeledText, ?, ?> task = task(folder, train);
        for (Part part : folder.set().measured()) {
            Rows<LabeledText> rows = read(folder, part);
            assertThat(rows.rows()).hasSize(2).allMatch(row -> row.label() != null);
            task.check(rows.rows());
            task.check(train);
        }
        for (Part part : folder.set().submitted()) {
            List<LabeledText> rows = read(folder, part).rows();
            assertThat(rows).extracting(LabeledText::id).containsExactly("0", "1");
            boolean pairs = folder.set().measured().get(0).columns().pair() != null;
            assertThat(rows).allMatch(row -> row.label() == null && (row.pair() != null) == pairs);
        }
    }

    @Test
    void quotes_ofTabSeparatedFiles_areOrdinaryCharacters() throws IOException {
        assertThat(train(folder("glue/cola")).get(0).text()).isEqualTo("One \"more\" idea.");
        assertThat(train(folder("glue/mrpc")).get(0).pair()).isEqualTo("\" No \" , he said .");
        assertThat(read(folder("banking77"), NamedSet.of("banking77").measured("test"))
                        .rows()
                        .get(0)
                        .text())
                .isEqualTo("A \"card\"");
    }

    @Test
    void brokenRows_ofTheTrainingFile_areLeftOutAndCounted() throws IOException {
        SetFolder qqp = folder("glue/qqp");
        Rows<LabeledText> rows = read(qqp, qqp.train());
        assertThat(rows.rows()).hasSize(300);
        assertThat(rows.remark())
                .contains("left out 2 of 302 rows", "line 152: 4 fields, expected 6")
                .startsWith(data.resolve("QQP/train.tsv").toString());
    }

    @Test
    void brokenRows_moreThanOneInAHundred_areAnError(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("train.tsv"), "index\tsentence1\tsentence2\tlabel\n0\tA.\tB.\t0\n1\tA.\n");
        assertThatThrownBy(() -> train(SetFolder.find(NamedSet.of("glue/wnli"), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train.tsv:3: 2 fields, expected 4");
    }

    @Test
    void squad2_inItsOfficialForm_hasQuestionsWithAndWithoutAnswers() throws IOException {
        SetFolder squad = folder("squad2");
        List<Question> train = squad.read(QuestionAnswering.KIND, squad.train()).rows();
        List<Question> dev =
                squad.read(QuestionAnswering.KIND, squad.set().dev()).rows();

        assertThat(train).extracting(Question::id).containsExactly("t1", "t2");
        assertThat(train.get(0).answers()).containsExactly(new GoldAnswer("Normandy", 12));
        assertThat(train.get(1).answers()).as("a plausible answer is none").isEmpty();
        assertThat(dev.get(0).answerTexts()).containsExactly("Rouen", "Rouen is");
        assertThat(dev.get(1).answers()).isEmpty();
        Task<Question, ?, ?> task = squad.task(QuestionAnswering.KIND, train, TaskOptions.NONE);
        assertThat(((QuestionAnswering) task).mayDecline()).isTrue();
        task.check(dev);
    }

    @Test
    void labels_haveTheOfficialOrder() throws IOException {
        assertThat(NamedSet.of("glue/mnli").labels()).containsExactly("entailment", "neutral", "contradiction");
        SetFolder banking = folder("banking77");
        TextClassification task = (TextClassification) task(banking, train(banking));
        assertThat(task.labels().names()).containsExactly("top_up", "card_lost");
        SetFolder clinc = folder("clinc150");
        assertThat(((TextClassification) task(clinc, train(clinc))).labels().names())
                .containsExactly("balance", "oos", "translate");
        assertThat(train(clinc)).extracting(LabeledText::line).containsExactly(2L, 3L, 3L);
    }

    @Test
    void folder_isTheSetsOwnOrOneAbove() throws IOException {
        assertThat(SetFolder.find(NamedSet.of("glue/cola"), data.resolve("CoLA"))
                        .path())
                .isEqualTo(data.resolve("CoLA"));
        assertThat(folder("glue/ax").path()).isEqualTo(data.resolve("diagnostic"));
    }

    @Test
    void missingFiles_areNamedWithThoseThatAreThere(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("dev.tsv"), "index\tsentence1\tsentence2\tlabel\n");
        assertThatThrownBy(() -> train(SetFolder.find(NamedSet.of("glue/rte"), other)))
                .hasMessageContainingAll(
                        other.toString(), "no train.tsv", "\"train\" of glue/rte", "found [dev.tsv]", "folder RTE");
        assertThatThrownBy(() -> SetFolder.find(NamedSet.of("glue/rte"), other.resolve("dev.tsv")))
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> folder("glue/ax").train())
                .hasMessageContaining("glue/ax has no training rows; fine-tune on glue/mnli");
        assertThatThrownBy(() -> NamedSet.of("glue/cloa")).hasMessageContaining("there are glue/cola, glue/sst2");
        assertThatThrownBy(() -> NamedSet.of("glue/mnli").measured("dev"))
                .hasMessage("no part \"dev\" of glue/mnli; there are matched, mismatched");
    }

    @Test
    void splitsFile_brokenInAnyWay_isNamedWithItsLine(@TempDir Path other) throws IOException {
        Path file = other.resolve("data_full.json");
        SetFolder folder = SetFolder.find(NamedSet.of("clinc150"), other);
        String oos = ", \"oos_train\": [[\"x\", \"oos\"]]}";
        Files.writeString(file, "{\"train\":\n[[\"a\", \"b\"],\n[\"c\"]]" + oos);
        assertThatThrownBy(() -> train(folder))
                .hasMessage(file + ":3: expected a text here, found the end of the list");
        Files.writeString(file, "{\"train\":\n[[\"a\", \"b\", \"c\"]]" + oos);
        assertThatThrownBy(() -> train(folder)).hasMessageContaining(":2: expected two texts");
        Files.writeString(file, "{\"train\": [[\"a\", \" \"]]" + oos);
        assertThatThrownBy(() -> train(folder)).hasMessageContaining("the label is empty");
        Files.writeString(file, "{\"train\": [[\"a\", \"b\"]]}");
        assertThatThrownBy(() -> train(folder)).hasMessageContaining("no entries under \"oos_train\"");
        Files.writeString(file, "{\"train\": [[\"a\", \"b\"");
        assertThatThrownBy(() -> train(folder)).hasMessageContaining("not valid JSON: it ends before it is complete");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> train(folder))
                .hasMessageContaining(":1: expected an object of lists here, found a list");
    }

    @Test
    void submission_hasTheBenchmarksForm(@TempDir Path out) throws IOException {
        SetFolder rte = folder("glue/rte");
        Part test = rte.set().submitted().get(0);
        Path file = out.resolve(test.name());
        List<Prediction> classes = List.of(
                new ClassPrediction(1, "not_entailment", new double[] {0.2, 0.8}),
                new ClassPrediction(0, "entailment", new double[] {0.8, 0.2}));
        Submission.write(file, rte.set(), read(rte, test).rows(), classes);
        assertThat(out.resolve("RTE.tsv")).hasContent("index\tprediction\n0\tnot_entailment\n1\tentailment\n");

        SetFolder stsb = folder("glue/stsb");
        Part values = stsb.set().submitted().get(0);
        Submission.write(
                out.resolve(values.name()),
                stsb.set(),
                read(stsb, values).rows(),
                List.of(new ValuePrediction(-0.25), new ValuePrediction(3.14159)));
        assertThat(out.resolve("STS-B.tsv")).hasContent("index\tprediction\n0\t0.000\n1\t3.142\n");

        List<LabeledText> twice =
                List.of(read(rte, test).rows().get(0), read(rte, test).rows().get(0));
        assertThatThrownBy(() -> Submission.write(file, rte.set(), twice, classes))
                .hasMessageContainingAll("test.tsv:2", "index \"0\", expected a whole number that no other row has");
    }
}
