package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.task.PredictionWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggingTest {
    private static TaggedText row(String words, String tags) {
        return TaggedText.ofWords(null, List.of(words.split(" ")), List.of(tags.split(" ")), 1, Path.of("dev.txt"), 5);
    }

    private static final Tagging CHUNKS = Tagging.of(List.of(row("a b c d", "B-PER I-PER O B-LOC"), row("a", "O")), 0);

    private static Tags answer(TaggedText row, Tagging task, String... labels) {
        float[] scores = new float[labels.length * task.outputs()];
        for (int w = 0; w < labels.length; w++) {
            scores[w * task.outputs() + task.outputNames().indexOf(labels[w])] = 20;
        }
        return task.answer(row, List.of(), scores, 0);
    }

    @Test
    void labels_ofChunks_areBioesOfEveryType() {
        assertThat(CHUNKS.outputNames())
                .containsExactly("O", "B-LOC", "I-LOC", "E-LOC", "S-LOC", "B-PER", "I-PER", "E-PER", "S-PER");
        assertThat(CHUNKS.metric()).isEqualTo("f1");
        assertThat(CHUNKS.settings()).containsEntry("scheme", "iob2");
    }

    @Test
    void labels_ofPartsOfSpeech_areTheTags() {
        Tagging task = Tagging.of(List.of(row("a b c", "NN VB NN")), 0);
        assertThat(task.outputNames()).containsExactly("NN", "VB");
        assertThat(task.metric()).isEqualTo("accuracy");
        TaggedText row = row("a b", "NN VB");
        Evaluation found = task.evaluate(List.of(row), List.of(answer(row, task, "NN", "NN")));
        assertThat(found.figure("accuracy")).isEqualTo(0.5);
        assertThat(answer(row, task, "NN", "NN").spans())
                .extracting(TaggedSpan::label)
                .containsExactly("NN", "NN");
    }

    @Test
    void labels_ofChunksWithAStrayOneThatIsNone_areRefusedByItsLine() {
        List<TaggedText> rows = List.of(row("a b", "B-PER O"), row("a b c", "B-PER O 0"), row("a", "B-LOC"));
        assertThatThrownBy(() -> Tagging.of(rows, 0))
                .hasMessage(
                        "dev.txt:7: the tag \"0\" of the word \"c\" is of no chunk, as 3 of 4 tags are, such as \"B-LOC\";"
                                + " correct it, or write O where a word is of nothing");
        // Names of tags that only look so.
        assertThat(Tagging.of(List.of(row("a b c d", "S-V NN NN VB")), 0).scheme())
                .isEqualTo(TagScheme.PLAIN);
    }

    @Test
    void answer_ofChunks_isInTheFilesSchemeWithPlacesInTheText() {
        TaggedText row = row("Ann Lee of Rome", "B-PER I-PER O B-LOC");
        Tags tags = answer(row, CHUNKS, "B-PER", "E-PER", "O", "S-LOC");
        assertThat(tags.tags()).containsExactly("B-PER", "I-PER", "O", "B-LOC");
        assertThat(tags.spans()).extracting(TaggedSpan::text).containsExactly("Ann Lee", "Rome");
        assertThat(tags.spans().get(1).start()).isEqualTo(11);
        assertThat(tags.spans().get(0).probability()).isCloseTo(1, within(1e-6));
        assertThat(CHUNKS.evaluate(List.of(row), List.of(tags)).figure("f1")).isEqualTo(1);
    }

    /**
     * conlleval compares the last two columns as they stand. Of IOB1 "I-PER I-PER" and "O I-PER" it counts one tag of two right, in IOB2 it would be
     * none; of IOB2 an unsound "I-LOC" where "B-LOC" is said is wrong, though the chunk is right.
     */
    @Test
    void accuracy_isOfTheTagsAsTheyStand_whereTheSchemesAreOne() {
        Tagging iob1 = Tagging.of(List.of(row("a b c", "I-PER B-PER O")), 0);
        TaggedText two = row("a b", "I-PER I-PER");
        TaggedText unsound = row("a b c d", "O I-LOC O B-LOC");

        assertThat(iob1.scheme()).isEqualTo(TagScheme.IOB1);
        assertThat(iob1.evaluate(List.of(two), List.of(answer(two, iob1, "O", "S-PER")))
                        .figure("accuracy"))
                .isEqualTo(0.5);
        Evaluation found =
                CHUNKS.evaluate(List.of(unsound), List.of(answer(unsound, CHUNKS, "O", "S-LOC", "O", "S-LOC")));
        assertThat(found.figure("f1")).isEqualTo(1);
        assertThat(found.figure("accuracy")).isEqualTo(0.75);
    }

    @Test
    void accuracy_ofAnotherScheme_isOfTheTagsInOne() {
        TaggedText ends = row("a b c d", "B-PER E-PER O S-LOC");
        Tagging bioes = Tagging.of(List.of(ends), 0);
        TaggedText otherLetters = row("a b c d", "B-PER L-PER O U-LOC");

        Tags said = answer(ends, CHUNKS, "B-PER", "E-PER", "O", "S-LOC");
        assertThat(said.tags()).containsExactly("B-PER", "I-PER", "O", "B-LOC");
        assertThat(CHUNKS.evaluate(List.of(ends), List.of(said)).figure("accuracy"))
                .isEqualTo(1);
        Tags same = answer(otherLetters, bioes, "B-PER", "E-PER", "O", "S-LOC");
        assertThat(bioes.evaluate(List.of(otherLetters), List.of(same)).figure("accuracy"))
                .isEqualTo(1);
    }

    /** A row drawn twice counts twice, whether each is judged once or the whole file anew. */
    @Test
    void drawn_ofChunksAndOfPartsOfSpeech_isTheFigureOfAFileOfTheDrawnRows() {
        Tagging plain = Tagging.of(List.of(row("a b c", "NN VB NN")), 0);
        TaggedText verb = row("a b", "NN VB");
        TaggedText noun = row("a", "NN");
        List<Tags> words = List.of(answer(verb, plain, "NN", "NN"), answer(noun, plain, "NN"));
        TaggedText person = row("a b c d", "B-PER I-PER O B-LOC");
        TaggedText place = row("a b", "B-LOC O");
        List<Tags> chunks =
                List.of(answer(person, CHUNKS, "B-PER", "E-PER", "O", "O"), answer(place, CHUNKS, "S-PER", "S-LOC"));

        assertThat(plain.drawn(List.of(verb, noun), words, "accuracy").applyAsDouble(new int[] {0, 0, 1}))
                .isEqualTo(3 / 5.0);
        for (String metric : List.of("f1", "precision", "accuracy", "f1:LOC")) {
            assertThat(CHUNKS.drawn(List.of(person, place), chunks, metric).applyAsDouble(new int[] {1, 0, 0}))
                    .as(metric)
                    .isEqualTo(CHUNKS.evaluate(
                                    List.of(place, person, person),
                                    List.of(chunks.get(1), chunks.get(0), chunks.get(0)))
                            .figure(metric));
        }
        // By hand: 2 right of 4 said and of 5 there.
        assertThat(CHUNKS.drawn(List.of(person, place), chunks, "f1").applyAsDouble(new int[] {1, 0, 0}))
                .isEqualTo(4 / 9.0);
    }

    @Test
    void prior_isTheMajorityTag() {
        List<TaggedText> rows = List.of(row("a b c d", "B-PER I-PER O O"));
        List<Double> prior = CHUNKS.prior(rows);
        assertThat(prior).containsExactly(0.5, 0.0, 0.0, 0.0, 0.0, 0.25, 0.0, 0.25, 0.0);
        Evaluation found = CHUNKS.evaluate(rows, List.of(CHUNKS.priorAnswer(rows.get(0), prior)));
        assertThat(found.figure("accuracy")).isEqualTo(0.5);
        assertThat(found.figure("f1")).isZero();
    }

    /** B-B stands there three times, I-A four times, of which two end a chunk and are another label. */
    @Test
    void priorAnswer_ofChunks_isTheTagThatMostWordsHaveInTheFile() {
        assertMajority("B-A I-A I-A B-A I-A I-A B-B B-B B-B", TagScheme.IOB2, "I-A", 4 / 9.0, 4 / 9.0);
        // In IOB1 the share is of all words of the type, since which of them begin a chunk is not kept.
        assertMajority("I-A I-A I-A B-A I-A I-A O I-B O", TagScheme.IOB1, "I-A", 6 / 9.0, 5 / 9.0);
        assertMajority("B-A I-A E-A B-A I-A E-A S-B S-B S-B", TagScheme.BIOES, "S-B", 3 / 9.0, 3 / 9.0);
    }

    private static void assertMajority(String tags, TagScheme scheme, String tag, double share, double accuracy) {
        List<TaggedText> rows = List.of(row("a b c d e f g h i", tags));
        Tagging task = Tagging.of(rows, 0);
        assertThat(task.scheme()).isEqualTo(scheme);
        Tags found = task.priorAnswer(rows.get(0), task.prior(rows));
        assertThat(found.tags()).containsOnly(tag).hasSize(9);
        assertThat(found.probabilities().get(0)).isCloseTo(share, within(1e-12));
        assertThat(task.evaluate(rows, List.of(found)).figure("accuracy")).isCloseTo(accuracy, within(1e-12));
    }

    @Test
    void check_ofAnUnknownTag_namesItsLineAndTheKnownTypes() {
        assertThatThrownBy(() -> CHUNKS.check(List.of(row("a b c", "O O B-PRE"))))
                .hasMessage(
                        "dev.txt:7: unknown tag \"B-PRE\" of the word \"c\"; the training rows have O and, with B-, I- and so on"
                                + " before them, LOC, PER; did you mean \"PER\"?");
        assertThatThrownBy(() -> CHUNKS.check(List.of(row("a", "NN"))))
                .hasMessageContaining("dev.txt:5: unknown tag \"NN\"");
        // Another scheme, and a letter that no training row had.
        CHUNKS.check(List.of(row("a b c", "I-PER E-PER S-LOC")));
    }

    @Test
    void remarks_ofUnsoundTags_countThem() {
        assertThat(CHUNKS.remarks(List.of(row("a", "O"), row("a b c", "O I-PER O"), row("a b", "B-LOC I-LOC"))))
                .containsExactly(
                        "1 of 6 tags are not as IOB2 has them, such as a chunk that goes on without having begun, and were"
                                + " read as conlleval reads them; the first sentence with one stands at dev.txt:5");
    }

    @Test
    void onlyOneTag_isRefused() {
        assertThatThrownBy(() -> Tagging.of(List.of(row("a b", "O O")), 0))
                .hasMessageContaining("dev.txt: all words have the tag \"O\"");
    }

    @Test
    void foreign_labels_tellTheScheme() {
        assertThat(Tagging.KIND.foreign(Architecture.TAGGER, List.of("O", "B-PER", "I-PER")))
                .isInstanceOfSatisfying(
                        Tagging.class, task -> assertThat(task.scheme()).isEqualTo(TagScheme.IOB2));
        assertThat(Tagging.KIND.foreign(Architecture.TAGGER, List.of()))
                .isInstanceOfSatisfying(
                        Tagging.class, task -> assertThat(task.scheme()).isEqualTo(TagScheme.PLAIN));
        assertThat(Tagging.KIND.foreign(Architecture.CLASSIFIER, List.of())).isNull();
    }

    @Test
    void predictions_areWrittenWithPlacesInCodePoints() throws IOException {
        TaggedText text = TaggedText.of("\ud83d\ude00 Rome");
        Tags tags = answer(text, CHUNKS, "O", "S-LOC");
        List<String> written = new ArrayList<>();
        for (boolean json : new boolean[] {false, true}) {
            StringWriter out = new StringWriter();
            try (PredictionWriter<Tags> writer = new PredictionWriter<>(out, CHUNKS, json, true)) {
                writer.write("x", tags);
            }
            written.add(out.toString());
        }
        assertThat(written.get(0))
                .isEqualTo("row\tid\tstart\tend\tlabel\tprobability\ttext\n0\tx\t2\t6\tLOC\t1.000000\tRome\n");
        assertThat(written.get(1))
                .isEqualTo(
                        "{\"row\":0,\"id\":\"x\",\"text\":\"\ud83d\ude00 Rome\",\"spans\":[{\"start\":2,\"end\":6,\"label\":\"LOC\","
                                + "\"text\":\"Rome\",\"probability\":1.0}],\"words\":[\"\ud83d\ude00\",\"Rome\"],\"tags\":[\"O\",\"B-LOC\"]}\n");
    }
}
