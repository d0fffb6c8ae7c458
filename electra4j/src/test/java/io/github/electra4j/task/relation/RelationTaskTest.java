package io.github.electra4j.task.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.TaskSettings;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TextTask.ClassPrediction;
import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RelationTaskTest {
    private static final WordPieceTokenizer TOKENIZER = new WordPieceTokenizer(
            Vocabulary.of(List.of(
                    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "@", "#", "*", "^", "a", "b", "c", "d", "e", "f",
                    "per", "##b")),
            TokenizerOptions.uncased());

    private static RelationRow row(
            String text, int head, int headEnd, int tail, int tailEnd, @Nullable String relation) {
        return new RelationRow(
                null,
                text,
                new Mention(head, headEnd, null),
                new Mention(tail, tailEnd, null),
                relation,
                Path.of("r.jsonl"),
                1);
    }

    private static RelationWindow window(RelationRow row, int maxLength) {
        return Markers.PUNCTUATION.window(row, TOKENIZER, maxLength, 0);
    }

    private static String tokens(RelationWindow window) {
        return Arrays.stream(window.ids())
                .mapToObj(TOKENIZER.vocabulary()::token)
                .collect(Collectors.joining(" "));
    }

    private static List<String> read(RelationWindow window) {
        return Arrays.stream(window.positions())
                .mapToObj(position -> TOKENIZER.vocabulary().token(window.ids()[position]))
                .toList();
    }

    @Test
    void markers_standAroundTheMentionsAndAreRead() {
        RelationWindow window = window(row("a b c d", 2, 3, 6, 7, null), 20);
        assertThat(tokens(window)).isEqualTo("[CLS] a @ b @ c # d # [SEP]");
        assertThat(window.positions()).containsExactly(2, 6);
        assertThat(window.cut()).isZero();
    }

    @Test
    void markers_ofATailBeforeTheHead_keepTheirRoles() {
        RelationWindow window = window(row("a b c d", 6, 7, 0, 1, null), 20);
        assertThat(tokens(window)).isEqualTo("[CLS] # a # b c @ d @ [SEP]");
        assertThat(window.positions()).containsExactly(6, 1);
    }

    @Test
    void markers_ofNestedTouchingAndEqualMentions_areAllThere() {
        RelationWindow nested = window(row("a b c", 0, 5, 2, 3, null), 20);
        assertThat(tokens(nested)).isEqualTo("[CLS] @ a # b # c @ [SEP]");
        assertThat(nested.positions()).containsExactly(1, 3);
        RelationWindow touching = window(row("ab", 0, 1, 1, 2, null), 20);
        assertThat(tokens(touching)).isEqualTo("[CLS] @ a @ # b # [SEP]");
        RelationWindow equal = window(row("a b", 0, 3, 0, 3, null), 20);
        assertThat(tokens(equal)).isEqualTo("[CLS] @ # a b # @ [SEP]");
        assertThat(read(equal)).containsExactly("@", "#");
    }

    @Test
    void markers_offATokensBoundary_partTheWord() {
        assertThat(tokens(window(row("aab c", 1, 2, 4, 5, null), 20))).isEqualTo("[CLS] a @ a @ b # c # [SEP]");
    }

    @Test
    void kindsOfMentions_standInsideTheMarkers() {
        RelationRow typed =
                new RelationRow(null, "a b", new Mention(0, 1, "PER"), new Mention(2, 3, "c_d"), null, Path.of("r"), 1);
        assertThat(tokens(window(typed, 30))).isEqualTo("[CLS] @ * per * a @ # ^ c d ^ b # [SEP]");
    }

    // By hand: the text with markers has 14 pieces, from the first marker to the second there are 6.
    @Test
    void longText_keepsWhatIsAroundTheMentions() {
        String text = "a b c d e f a b c d";
        RelationRow row = row(text, 6, 7, 12, 13, null);
        assertThat(tokens(window(row, 30))).isEqualTo("[CLS] a b c @ d @ e f # a # b c d [SEP]");
        RelationWindow window = window(row, 10);
        assertThat(tokens(window)).isEqualTo("[CLS] c @ d @ e f # a [SEP]");
        assertThat(read(window)).containsExactly("@", "#");
        assertThat(window.cut()).isEqualTo(6);
    }

    // By hand: of 4 pieces of room, two go to what begins at each marker.
    @Test
    void mentionsTooFarApart_keepAPartBehindEachMarker() {
        RelationRow row = row("a b c d e f", 0, 1, 10, 11, null);
        RelationWindow window = window(row, 6);
        assertThat(tokens(window)).isEqualTo("[CLS] @ a # f [SEP]");
        assertThat(read(window)).containsExactly("@", "#");
        RelationWindow swapped = window(row("a b c d e f", 10, 11, 0, 1, null), 7);
        assertThat(tokens(swapped)).isEqualTo("[CLS] # a @ f @ [SEP]");
        assertThat(read(swapped)).containsExactly("@", "#");
        assertThat(swapped.cut()).isEqualTo(5);
    }

    @Test
    void everyLengthThatFits_keepsBothMarkers() {
        for (int maxLength = 4; maxLength < 20; maxLength++) {
            for (RelationRow row : List.of(
                    row("a b c d e f", 0, 1, 10, 11, null),
                    row("a b c d e f", 4, 11, 0, 3, null),
                    row("a b c d e f", 0, 11, 10, 11, null))) {
                RelationWindow window = window(row, maxLength);
                assertThat(window.ids()).hasSizeLessThanOrEqualTo(maxLength);
                assertThat(read(window)).as("%d", maxLength).containsExactly("@", "#");
            }
        }
        RelationRow row = row("a b", 0, 1, 2, 3, null);
        assertThatThrownBy(() -> window(row, 3))
                .hasMessage("max_length 3: expected at least 4: [CLS], a mark before each mention and [SEP]");
    }

    @Test
    void vocabulary_withoutTheMarkers_isRefusedWithAdvice() {
        assertThatThrownBy(() -> Markers.UNUSED.window(row("a b", 0, 1, 2, 3, null), TOKENIZER, 20, 0))
                .hasMessage(
                        "the vocabulary has 0 of [unused1] [unused2] [unused3] [unused4], expected at least 2 to mark mentions"
                                + " with; choose --task-option markers=punctuation");
        WordPieceTokenizer three =
                new WordPieceTokenizer(vocabulary("a", "b", "$", "/", "`"), TokenizerOptions.uncased());
        RelationRow row = row("a b", 0, 1, 2, 3, null);
        assertThat(Markers.PUNCTUATION.window(row, three, 20, 0).ids()).hasSize(8);
        RelationRow withKinds =
                new RelationRow(null, "a b", new Mention(0, 1, "a"), row.tail(), null, Path.of("r.jsonl"), 1);
        assertThatThrownBy(() -> Markers.PUNCTUATION.window(withKinds, three, 20, 0))
                .hasMessageStartingWith("the vocabulary has 3 of @ # * ^ ")
                .hasMessageEndingWith(
                        "choose --task-option markers=unused, and a model whose vocabulary has free slots (vocab --unused 5)");
    }

    /** Those of the quickstart's vocabulary, which has no @, # nor *: a gloss has none. */
    @Test
    void vocabulary_withOtherPunctuation_isMarkedByThat() {
        Vocabulary glosses = vocabulary("!", "\"", "$", "'", "(", ")", ",", "-", ".", "/", ":", ";", "?", "`");
        assertThat(Arrays.stream(Markers.PUNCTUATION.ids(glosses)).mapToObj(glosses::token))
                .containsExactly("$", "/", "`", ";");
        Vocabulary some = vocabulary("a", "^", "$", "#", "@");
        assertThat(Arrays.stream(Markers.PUNCTUATION.ids(some)).mapToObj(some::token))
                .containsExactly("@", "#", "^", "$");
    }

    private static Vocabulary vocabulary(String... more) {
        return Vocabulary.of(Stream.concat(Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), Stream.of(more))
                .toList());
    }

    @Test
    void options_areCheckedAgainstTheRows() {
        List<RelationRow> rows = List.of(row("a b", 0, 1, 2, 3, "x(e1,e2)"), row("a b", 0, 1, 2, 3, "Other"));
        RelationTask task = (RelationTask) RelationTask.KIND.learned(rows, new TaskOptions(Map.of("none", "Other")));
        assertThat(task.none()).isEqualTo("Other");
        assertThat(task.outputNames()).containsExactly("Other", "x(e1,e2)");
        assertThatThrownBy(() -> RelationTask.KIND.learned(rows, new TaskOptions(Map.of("none", "Others"))))
                .hasMessage("task option none: \"Others\", expected one of Other, x(e1,e2)");
        assertThatThrownBy(() -> RelationTask.KIND.learned(List.of(row("a", 0, 1, 0, 1, null)), TaskOptions.NONE))
                .hasMessageContaining("no relation; expected the key \"relation\"");
    }

    @Test
    void windows_ofARelationThatTheModelDoesNotKnow_areThoseOfOneToBeFound() {
        List<RelationRow> rows = List.of(row("a b", 0, 1, 2, 3, "x"), row("a b", 0, 1, 2, 3, "y"));
        RelationTask task = (RelationTask) RelationTask.KIND.learned(rows, TaskOptions.NONE);
        RelationRow unknown = row("a b", 0, 1, 2, 3, "z");

        assertThat(task.windows(rows.get(1), TOKENIZER, 20).get(0).target()).isEqualTo(1);
        assertThat(task.windows(unknown, TOKENIZER, 20).get(0).target()).isEqualTo(-1);
        assertThatThrownBy(() -> task.check(List.of(unknown))).hasMessageContaining("unknown label \"z\"");
    }

    // By hand: x is right once of two, with one wrong direction: F1 1/2; undirected 1. y is never named. Other is left
    // out.
    @Test
    void evaluate_givesTheOfficialFigures() {
        List<RelationRow> rows = List.of(
                row("a b", 0, 1, 2, 3, "x(e1,e2)"),
                row("a b", 0, 1, 2, 3, "x(e2,e1)"),
                row("a b", 0, 1, 2, 3, "y"),
                row("a b", 0, 1, 2, 3, "Other"));
        RelationTask task = (RelationTask) RelationTask.KIND.learned(rows, new TaskOptions(Map.of("none", "Other")));
        List<Prediction> answers = List.of(answer(task, 1), answer(task, 1), answer(task, 0), answer(task, 0));
        Evaluation evaluation = task.evaluate(rows, answers);
        assertThat(evaluation.figure("macro_f1")).isCloseTo(0.25, within(1e-12));
        assertThat(evaluation.figure("undirected_macro_f1")).isCloseTo(0.5, within(1e-12));
        assertThat(evaluation.figure("accuracy")).isCloseTo(0.5, within(1e-12));
        assertThat(evaluation.confusion()).isNotNull();
    }

    // By hand: at temperature 2 the scores 2, 0 are 1, 0.
    @Test
    void temperature_dividesTheScoresAndIsKept() {
        List<RelationRow> rows = List.of(row("a b", 0, 1, 2, 3, "x(e1,e2)"), row("a b", 0, 1, 2, 3, "Other"));
        RelationTask task = (RelationTask) RelationTask.KIND.learned(rows, new TaskOptions(Map.of("none", "Other")));
        RelationTask warm = task.withTemperature(2);
        ClassPrediction first = (ClassPrediction) warm.answer(rows.get(0), List.of(), new float[] {2, 0}, 0);
        assertThat(first.probability()).isCloseTo(Math.E / (Math.E + 1), within(1e-9));
        TaskSettings kept =
                new TaskSettings("relation", "", null, "", false, task.outputNames(), 128, "cls", warm.settings());
        assertThat(RelationTask.KIND.restored(kept, "electra4j.json")).isEqualTo(warm);
        assertThat(task.settings()).doesNotContainKey("temperature");
    }

    private static ClassPrediction answer(RelationTask task, int id) {
        double[] probabilities = new double[task.outputs()];
        probabilities[id] = 1;
        return new ClassPrediction(id, task.outputNames().get(id), probabilities);
    }
}
