package io.github.electra4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.progress.Block;
import io.github.electra4j.progress.Report;
import io.github.electra4j.task.AnsweredRows;
import io.github.electra4j.task.LabelRange;
import io.github.electra4j.task.LabelSet;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.task.TextRegression;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import io.github.electra4j.task.Window;
import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.choice.ChoiceTask.Choice;
import io.github.electra4j.task.choice.LongContext;
import io.github.electra4j.task.qa.FoundAnswer;
import io.github.electra4j.task.qa.GoldAnswer;
import io.github.electra4j.task.qa.Question;
import io.github.electra4j.task.qa.QuestionAnswer;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.relation.Markers;
import io.github.electra4j.task.relation.Mention;
import io.github.electra4j.task.relation.RelationRow;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.TaggedText;
import io.github.electra4j.task.tagging.Tagging;
import io.github.electra4j.task.tagging.Tags;
import io.github.electra4j.task.tagging.WordSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Every table is made by hand from the rows and answers beside it.
class ErrorAnalysisTest {
    private static final Path FILE = Path.of("data", "dev.tsv");

    @TempDir
    private Path folder;

    private static <R extends TaskRow, W extends Window, A> ErrorAnalysis analysis(
            Task<R, W, A> task, List<R> rows, List<A> answers) {
        return ErrorAnalysis.of(new AnsweredRows<>(new TaskRows<>(task, rows), answers));
    }

    private static LabeledText text(int line, String text, String label) {
        return new LabeledText(null, text, null, label, FILE, line);
    }

    private static Prediction named(TextClassification task, String label, double probability) {
        int id = task.labels().names().indexOf(label);
        double[] probabilities = new double[task.outputs()];
        java.util.Arrays.fill(probabilities, (1 - probability) / (probabilities.length - 1));
        probabilities[id] = probability;
        return new ClassPrediction(id, label, probabilities);
    }

    private static List<List<String>> table(ErrorAnalysis analysis, String caption) {
        return analysis.tables().stream()
                .filter(table -> table.caption().startsWith(caption))
                .findFirst()
                .orElseThrow()
                .rows();
    }

    private static List<List<String>> worst(ErrorAnalysis analysis) {
        return analysis.tables().get(analysis.tables().size() - 1).rows();
    }

    @Test
    void classification_showsConfusionClassesLengthsAndTheSurestErrorsFirst() {
        TextClassification task = new TextClassification(new LabelSet(List.of("bad", "good")));
        List<LabeledText> rows = List.of(
                text(2, "fine", "good"),
                text(3, "not so fine", "bad"),
                text(4, "dull", "bad"),
                text(5, "a gem", "good"));
        ErrorAnalysis analysis = analysis(
                task,
                rows,
                List.of(
                        named(task, "good", 0.9),
                        named(task, "good", 0.75),
                        named(task, "good", 0.625),
                        named(task, "bad", 0.875)));
        assertThat(table(analysis, "Confusion")).containsExactly(List.of("bad", "0", "2"), List.of("good", "1", "1"));
        assertThat(table(analysis, "By class"))
                .containsExactly(
                        List.of("bad", "2", "0.0000", "0.0000", "0.0000"),
                        List.of("good", "2", "0.3333", "0.5000", "0.4000"));
        assertThat(table(analysis, "By length"))
                .extracting(row -> row.subList(0, 3))
                .containsExactly(List.of("1", "2", "0.5000"), List.of("2", "1", "0.0000"), List.of("3", "1", "0.0000"));
        assertThat(table(analysis, "3 of 4 answers differ"))
                .containsExactly(
                        List.of("dev.tsv:5", "good", "bad (0.88)", "a gem"),
                        List.of("dev.tsv:3", "bad", "good (0.75)", "not so fine"),
                        List.of("dev.tsv:4", "bad", "good (0.63)", "dull"));
    }

    @Test
    void regression_showsThoseFurthestOff() {
        TextRegression task = new TextRegression(new LabelRange(0, 5));
        List<LabeledText> rows = List.of(
                new LabeledText("a", "one", "two", "1", FILE, 2), new LabeledText("b", "x", "y", "4.5", FILE, 3));
        ErrorAnalysis analysis = analysis(task, rows, List.of(new ValuePrediction(1.25), new ValuePrediction(0.5)));
        assertThat(worst(analysis))
                .containsExactly(
                        List.of("b, dev.tsv:3", "4.5", "0.500000", "x [SEP] y"),
                        List.of("a, dev.tsv:2", "1", "1.25000", "one [SEP] two"));
    }

    private static TaggedText tagged(String text, String tags) {
        return new TaggedText(
                null, text, WordSplitter.words(text), List.of(tags.split(" ")), 0, 0, Path.of("dev.txt"), 7);
    }

    private static Tags tags(TaggedText row, String tags, Double... probabilities) {
        return new Tags(row, List.of(tags.split(" ")), List.of(probabilities), List.of());
    }

    @Test
    void tagging_showsTypesAndWhatWasMissedBesideWhatIsWrong() {
        TaggedText first = tagged("Ann Lee of Rome", "B-PER I-PER O B-LOC");
        TaggedText second = tagged("Rome", "B-LOC");
        Tagging task = (Tagging) Tagging.KIND.learned(List.of(first, second), TaskOptions.NONE);
        ErrorAnalysis analysis = analysis(
                task,
                List.of(first, second),
                List.of(tags(first, "B-PER O O B-PER", 0.9, 0.6, 0.99, 0.8), tags(second, "B-LOC", 1.0)));
        assertThat(table(analysis, "Confusion"))
                .containsExactly(
                        List.of("LOC", "1", "1", "0"), List.of("PER", "0", "0", "1"), List.of("(none)", "0", "1", "0"));
        assertThat(table(analysis, "By class"))
                .contains(
                        List.of("LOC", "2", "1.0000", "0.5000", "0.6667"),
                        List.of("PER", "1", "0.0000", "0.0000", "0.0000"));
        assertThat(worst(analysis))
                .containsExactly(List.of(
                        "dev.txt:7",
                        "PER \"Ann Lee\"; LOC \"Rome\"",
                        "PER \"Ann\" (0.90); PER \"Rome\" (0.80)",
                        "Ann Lee of [Rome]"));
    }

    @Test
    void tagging_ofPlainTags_showsTheWordsThatDiffer() {
        TaggedText row = tagged("dogs bark", "NN VB");
        Tagging task = (Tagging) Tagging.KIND.learned(List.of(row), TaskOptions.NONE);
        ErrorAnalysis analysis = analysis(task, List.of(row), List.of(tags(row, "NN NN", 0.9, 0.7)));
        assertThat(worst(analysis))
                .containsExactly(List.of("dev.txt:7", "VB \"bark\"", "NN \"bark\" (0.70)", "dogs [bark]"));
    }

    private static Question question(String question, String context, @Nullable String answer) {
        List<GoldAnswer> answers =
                answer == null ? List.of() : List.of(new GoldAnswer(answer, context.indexOf(answer)));
        return new Question("q", question, context, answers, Path.of("dev.json"), 1, "");
    }

    private static QuestionAnswer said(Question question, String answer, double probability, double noAnswer) {
        int start = question.context().indexOf(answer);
        return new QuestionAnswer(
                question.context(),
                List.of(new FoundAnswer(answer, start, start + answer.length(), 1, probability)),
                noAnswer,
                0.25,
                noAnswer <= 0);
    }

    // F1 of "old Nero" for "Nero" is 2/3, so its error weighs 0.9 / 3 and the other 0.8.
    @Test
    void qa_showsQuestionWordsAndTheAnswerInItsContext() {
        Question who = question("Who ruled?", "It was old Nero.", "Nero");
        Question when = question("When was it?", "In May or in June.", "June");
        QuestionAnswering task = QuestionAnswering.of(List.of(who, when), TaskOptions.NONE);
        ErrorAnalysis analysis =
                analysis(task, List.of(who, when), List.of(said(who, "old Nero", 0.9, 0), said(when, "May", 0.8, 0)));
        assertThat(table(analysis, "By question word"))
                .containsExactly(List.of("who", "1", "0.6667", "0.0000"), List.of("when", "1", "0.0000", "0.0000"));
        assertThat(worst(analysis))
                .containsExactly(
                        List.of("q, dev.json:1", "June", "May (0.80)", "When was it? [SEP] In [May] or in June."),
                        List.of("q, dev.json:1", "Nero", "old Nero (0.90)", "Who ruled? [SEP] It was [old Nero]."));
    }

    @Test
    void qa_thatMayDecline_goesByTheThreshold() {
        Question none = question("Who ruled?", "It rained.", null);
        Question some = question("Who ruled?", "It was Nero.", "Nero");
        QuestionAnswering task = QuestionAnswering.of(List.of(none, some), TaskOptions.NONE);
        ErrorAnalysis analysis =
                analysis(task, List.of(none, some), List.of(said(none, "It", 0.5, -1), said(some, "Nero", 0.4, 1)));
        assertThat(worst(analysis))
                .extracting(row -> row.subList(1, 3))
                .containsExactly(List.of("(no answer)", "It (0.50)"), List.of("Nero", "(no answer) (0.25)"));
    }

    @Test
    void relation_namesBothMentions() {
        TextClassification relations = new TextClassification(new LabelSet(List.of("author", "none")));
        RelationTask task = new RelationTask(relations, "none", Markers.PUNCTUATION);
        RelationRow row = new RelationRow(
                "17",
                "Ada wrote it",
                new Mention(0, 3, null),
                new Mention(10, 12, null),
                "author",
                Path.of("r.jsonl"),
                4);
        ErrorAnalysis analysis = analysis(task, List.of(row), List.of(named(relations, "none", 0.75)));
        assertThat(worst(analysis))
                .containsExactly(List.of("17, r.jsonl:4", "author", "none (0.75)", "Ada \u2192 it: Ada wrote it"));
        assertThat(table(analysis, "Confusion")).hasSize(2);
    }

    @Test
    void choice_showsTheOptions() {
        ChoiceTask task = new ChoiceTask(LongContext.BEGINNING);
        ChoiceRow row = new ChoiceRow(null, "It rained.", "Why wet?", List.of("Rain.", "A party."), 0, FILE, 9);
        ErrorAnalysis analysis = analysis(
                task,
                List.of(row, row),
                List.of(new Choice(1, new double[] {0.4, 0.6}), new Choice(0, new double[] {0.7, 0.3})));
        assertThat(worst(analysis))
                .containsExactly(List.of("dev.tsv:9", "Rain.", "A party. (0.60)", "It rained. [SEP] Why wet?"));
    }

    @Test
    void answersThatAreRight_leaveNothingToShow() {
        TextClassification task = new TextClassification(new LabelSet(List.of("bad", "good")));
        ErrorAnalysis analysis = analysis(task, List.of(text(2, "fine", "good")), List.of(named(task, "good", 0.9)));
        assertThat(table(analysis, "0 of 1 answers differ from their labels")).isEmpty();
        assertThat(analysis.tables()).noneMatch(table -> table.caption().equals("By length"));
    }

    @Test
    void page_ofManyRowsClassesAndLongTexts_isBounded() throws IOException {
        List<String> labels =
                IntStream.range(0, 400).mapToObj(i -> "class " + i).toList();
        TextClassification task = new TextClassification(new LabelSet(labels));
        List<LabeledText> rows = new ArrayList<>();
        List<Prediction> answers = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            rows.add(text(i + 1, "word ".repeat(i % 7 == 0 ? 5_000 : 10), labels.get(i % 400)));
            answers.add(named(task, labels.get(i * 31 % 400), 0.5));
        }
        Path page = folder.resolve("page.html");
        Report.write(
                page, "page", new ArrayList<Block>(analysis(task, rows, answers).tables()));
        assertThat(Files.size(page)).isLessThan(60_000);
    }

    @Test
    void textWithMarkup_isShownAsItIsWritten() throws IOException {
        TextClassification task = new TextClassification(new LabelSet(List.of("<b>", "good")));
        ErrorAnalysis analysis = analysis(
                task, List.of(text(2, "<script>alert('x')</script>", "good")), List.of(named(task, "<b>", 0.9)));
        Path page = folder.resolve("page.html");
        Report.write(page, "page", new ArrayList<Block>(analysis.tables()));
        assertThat(page)
                .content()
                .doesNotContain("<script>alert", "<b>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "&lt;b&gt; (0.90)");
    }

    @Test
    void analysis_readBackFromJson_isTheSame() {
        TextClassification task = new TextClassification(new LabelSet(List.of("bad", "good")));
        ErrorAnalysis analysis = analysis(task, List.of(text(2, "fine", "good")), List.of(named(task, "bad", 0.9)));
        assertThat(JsonText.bind(JsonText.node(analysis), ErrorAnalysis.class)).isEqualTo(analysis);
    }
}
