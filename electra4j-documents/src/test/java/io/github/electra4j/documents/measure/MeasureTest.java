package io.github.electra4j.documents.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.documents.answer.AnswerCandidate;
import io.github.electra4j.documents.answer.DocumentAnswer;
import io.github.electra4j.documents.answer.PassageRanker;
import io.github.electra4j.documents.answer.RankedPassage;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.index.FoundPassage;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.Passage;
import io.github.electra4j.task.choice.ChoiceReader;
import io.github.electra4j.task.qa.GoldAnswer;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures by hand, and rows that the tasks' own readers read. */
class MeasureTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static Question question(String question, String context, String... answers) {
        return new Question(
                null,
                question,
                context,
                Arrays.stream(answers)
                        .map(answer -> new GoldAnswer(answer, context.indexOf(answer)))
                        .toList(),
                Path.of("made"),
                1,
                "");
    }

    private static final List<Question> QUESTIONS = List.of(
            question("Where does the heron nest?", "The heron nests in reeds.", "reeds"),
            question("What does the heron eat?", "Small fish: the heron hunts them by night and by day.", "Small fish"),
            question("Where does the owl nest?", "Owls prefer barns, and the owl nest is dry.", "barns"),
            question("Who saw the heron?", "The heron nests in reeds."));

    @Test
    void recallAndReciprocalRank_areThoseOfTheHand() {
        RankCount count = new RankCount(List.of(1, 5));
        for (int rank : new int[] {1, 2, 0, 4}) {
            count.add(rank);
        }

        assertThat(count.figures()).isEqualTo(Map.of("recall@1", 0.25, "recall@5", 0.75, "mrr", (1 + 0.5 + 0.25) / 4));
    }

    @Test
    void collection_hasEachTextOnce() throws IOException {
        try (DocumentIndex index = QuestionCollection.index(QUESTIONS, Language.ENGLISH)) {
            assertThat(index.passages()).isEqualTo(3);
        }
    }

    @Test
    void retrieval_isMeasuredByTextAndByAnswer() throws IOException {
        try (DocumentIndex index = QuestionCollection.index(QUESTIONS, Language.ENGLISH)) {
            // The worst order that there is: the search's, turned about.
            PassageRanker worst = (questions, found) -> found.stream()
                    .map(some -> some.stream()
                            .mapToDouble(one -> 1 / (1 + one.score()))
                            .toArray())
                    .toList();
            OpenDomain measured = new OpenDomain(index, true, worst, 20, null, List.of(1.0));

            measured.ask(QUESTIONS, asked -> {});

            // The question without an answer is in no figure. "heron" with "nest" is best fitted by its own text, "owl"
            // with "nest" too;
            // "heron" with "eat" fits both texts about herons, of which the shorter one, not its own, is first.
            Map<String, Double> search = figures(measured, "search");
            assertThat(search.get("recall@1")).isCloseTo(2.0 / 3, within(1e-12));
            assertThat(search.get("recall@5")).isEqualTo(1);
            assertThat(search.get("mrr")).isCloseTo((1 + 0.5 + 1) / 3, within(1e-12));
            assertThat(figures(measured, "search answer")).isEqualTo(search);
            assertThat(figures(measured, "ranked").get("recall@1")).isCloseTo(1.0 / 3, within(1e-12));
        }
    }

    private static Map<String, Double> figures(OpenDomain measured, String name) {
        Map<String, Double> figures = measured.retrieval().get(name);
        assertThat(figures).as(name).isNotNull();
        return figures == null ? Map.of() : figures;
    }

    private static AnswerCandidate candidate(String text, double reader, double passage) {
        FoundPassage found = new FoundPassage("f", null, new Passage("the " + text, 0, 0, "", 0), 1);
        return new AnswerCandidate(text, 4, new RankedPassage(found, passage), reader, false, reader * passage);
    }

    private static DocumentAnswer answer(@Nullable AnswerCandidate said, AnswerCandidate... all) {
        return new DocumentAnswer("?", said, List.of(all), List.of(), false);
    }

    @Test
    void answers_areScoredByTheOfficialRules_byWeightAndByConfidence() {
        AnswerCandidate red = candidate("red fox", 0.9, 0.2);
        AnswerCandidate hen = candidate("hen", 0.5, 0.6);
        AnswerCount count = new AnswerCount(List.of(1.0, 0.0));

        // Surest with weight 1 "hen" (0.3 beside 0.18), with weight 0 "red fox".
        count.add(List.of("the fox"), answer(hen, hen, red));
        count.add(List.of("Hen!"), answer(hen, hen));
        count.add(List.of(), answer(null, red));
        count.add(List.of("owl"), answer(null));

        assertThat(count.always().get(1.0).exact()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(count.always().get(1.0).f1()).isCloseTo(1.0 / 3, within(1e-12));
        // "red fox" beside "fox": precision 1/2, recall 1, F1 2/3.
        assertThat(count.always().get(0.0).f1()).isCloseTo((2.0 / 3 + 1 + 0) / 3, within(1e-12));
        // Wrong, right, rightly nothing, wrongly nothing.
        assertThat(count.said().exact()).isEqualTo(0.5);
        assertThat(count.coverage().get(0)).isEqualTo(new AnswerCount.Coverage(0.0, 0.5, 0.5, 0.5));
        assertThat(count.coverage().get(4)).isEqualTo(new AnswerCount.Coverage(0.5, 0, null, null));
    }

    @Test
    void answer_isHeld_asWholeWordsAlone() {
        assertThat(holds("In 1989, The Wall fell.", "wall")).isTrue();
        assertThat(holds("Wallpaper", "wall")).isFalse();
        assertThat(holds("anything of the kind", "the")).isFalse();
    }

    private static String rows(RowForm form, int negatives) throws IOException {
        try (DocumentIndex index = QuestionCollection.index(QUESTIONS, Language.ENGLISH)) {
            TrainingRows rows = new TrainingRows(index, new PairSettings(negatives, 10, 1), form);
            StringWriter out = new StringWriter();
            for (int i = 0; i < QUESTIONS.size(); i++) {
                rows.write(QUESTIONS.get(i), i, out);
            }
            assertThat(rows.rows()).isEqualTo(out.toString().lines().count());
            assertThat(rows.left()).isPositive();
            return out.toString();
        }
    }

    @Test
    void pairs_haveTheRightPassageAndWrongOnesThatFit() throws IOException {
        List<JsonNode> rows =
                rows(RowForm.classification, 1).lines().map(JSON::readTree).toList();

        assertThat(rows).hasSize(6);
        assertThat(rows.get(0).get("passage").asString())
                .isEqualTo(QUESTIONS.get(0).context());
        assertThat(rows.get(0).get("label").asString()).isEqualTo("relevant");
        for (int i = 0; i < rows.size(); i++) {
            List<String> gold = QUESTIONS.get(i / 2).answerTexts();
            assertThat(rows.get(i).get("question").asString())
                    .isEqualTo(QUESTIONS.get(i / 2).question());
            boolean relevant = rows.get(i).get("label").asString().equals("relevant");
            assertThat(QuestionCollection.holds(
                            rows.get(i).get("passage").asString(), QuestionCollection.normalized(gold)))
                    .isEqualTo(relevant);
        }
    }

    @Test
    void choices_areReadByTheirTask(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("choices.jsonl"), rows(RowForm.choice, 1));

        try (ChoiceReader reader = ChoiceReader.open(file, true)) {
            for (Question question : QUESTIONS.subList(0, 3)) {
                var row = reader.next();
                assertThat(row).isNotNull();
                assertThat(row.context()).isEqualTo(question.question());
                assertThat(row.options().get(row.knownAnswer())).isEqualTo(question.context());
            }
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void questionsWithWrongPassages_areReadByTheirTask(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("questions.jsonl"), rows(RowForm.qa, 1));

        List<Question> read = QuestionReader.readAll(file);

        assertThat(read).hasSize(6);
        assertThat(read.get(0).knownAnswers()).isEqualTo(QUESTIONS.get(0).knownAnswers());
        assertThat(read.get(1).knownAnswers()).isEmpty();
        assertThat(read.get(1).context()).isNotEqualTo(QUESTIONS.get(0).context());
    }

    @Test
    void sample_isDrawnEvenly_andTheSameEachTime() {
        List<Question> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(question("Question " + i, "text", "text"));
        }

        List<Question> some = QuestionCollection.sample(many, 100, 1);

        assertThat(some).hasSize(100).isSubsetOf(many).isEqualTo(QuestionCollection.sample(many, 100, 1));
        assertThat(some.stream().filter(q -> many.indexOf(q) < 500).count()).isBetween(30L, 70L);
        assertThat(QuestionCollection.sample(many, 2000, 1)).isSameAs(many);
    }

    private static boolean holds(String passage, String answer) {
        return QuestionCollection.holds(passage, QuestionCollection.normalized(List.of(answer)));
    }
}
