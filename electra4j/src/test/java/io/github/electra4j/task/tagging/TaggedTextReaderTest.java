package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.evaluate.Chunk;
import io.github.electra4j.task.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaggedTextReaderTest {
    @TempDir
    private Path folder;

    private static final Columns USUAL = Objects.requireNonNull(Tagging.KIND.columns());

    private List<TaggedText> read(String name, String content) throws IOException {
        return Tagging.KIND.readAll(Files.writeString(folder.resolve(name), content), USUAL);
    }

    @Test
    void columns_ofConll_areSentencesOfWordsAndTags() throws IOException {
        List<TaggedText> rows =
                read("a.txt", "-DOCSTART- -X- O\n\nU.N. NNP B-ORG\nsays VBZ O\n\n\n# # I-X\r\n \nx y O");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).text()).isEqualTo("U.N. says");
        assertThat(rows.get(0).word(1)).isEqualTo("says");
        assertThat(rows.get(0).tags()).containsExactly("B-ORG", "O");
        assertThat(rows.get(0).place(1)).endsWith("a.txt:4");
        assertThat(rows.get(1).tags()).containsExactly("I-X");
        assertThat(rows.get(2).line()).isEqualTo(9);
    }

    /** CoNLL-2003's four columns: word, part of speech, chunk, entity, in IOB1, where B- is only between neighbours of one type. */
    @Test
    void columns_ofConll2003_areEntitiesInIob1() throws IOException {
        List<TaggedText> rows = read("eng.train", """
                -DOCSTART- -X- -X- O

                EU NNP I-NP I-ORG
                rejects VBZ I-VP O
                German JJ I-NP I-MISC

                -DOCSTART- -X- -X- O

                Hong NNP I-NP I-LOC
                Kong NNP I-NP I-LOC
                Japan NNP B-NP B-LOC
                """);

        assertThat(rows).extracting(TaggedText::text).containsExactly("EU rejects German", "Hong Kong Japan");
        assertThat(rows.get(1).tags()).containsExactly("I-LOC", "I-LOC", "B-LOC");
        Tagging task = Tagging.of(rows, 0);
        assertThat(task.scheme()).isEqualTo(TagScheme.IOB1);
        assertThat(task.types()).containsExactly("LOC", "MISC", "ORG");
        assertThat(task.remarks(rows)).isEmpty();
        // Two places in the second sentence, not one of three words and not three.
        assertThat(Chunk.of(rows.get(1).knownTags())).containsExactly(new Chunk(0, 2, "LOC"), new Chunk(2, 3, "LOC"));
    }

    @Test
    void columns_byNumber_areThoseOfPartsOfSpeech() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.conllu"), "# text = a b\n1\tNew York\tPROPN\n2\tis\tAUX\n\n# x\n1\ta\tDET\n");
        List<TaggedText> rows = Tagging.KIND.readAll(file, new Columns("1", null, "2", null, false));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).word(0)).isEqualTo("New York");
        assertThat(rows.get(0).tags()).containsExactly("PROPN", "AUX");
    }

    // As the French treebanks have "au", which is "à le", and words that are understood.
    @Test
    void columns_ofConllU_areWithoutTokensOfSeveralWordsAndEmptyNodes() throws IOException {
        String rest = "\t_".repeat(6);
        Path file = Files.writeString(
                folder.resolve("fr.conllu"),
                "1-2\tau\t_\t_" + rest + "\n1\t\u00E0\t_\tADP" + rest + "\n2\tle\t_\tDET" + rest + "\n2.1\tx\t_\tVERB"
                        + rest + "\n3\tlit\t_\tNOUN" + rest + "\n");
        TaggedText row = Tagging.KIND
                .readAll(file, new Columns("1", null, "3", null, false))
                .get(0);
        assertThat(row.text()).isEqualTo("\u00E0 le lit");
        assertThat(row.tags()).containsExactly("ADP", "DET", "NOUN");
        assertThat(row.place(2)).isEqualTo(file + ":2");
        // Where the first column is the word, a word may look so.
        assertThat(Tagging.KIND
                        .readAll(file, new Columns("first", null, "3", null, false))
                        .get(0)
                        .words())
                .hasSize(5);
    }

    @Test
    void columns_withACommentInASentence_countNoLinesFromItsWords() throws IOException {
        List<TaggedText> rows = read("a.txt", "a\tO\n# note\nb\tO\n\n# note\nc\tO\nd\tO\n");

        assertThat(rows.get(0).text()).isEqualTo("a b");
        assertThat(rows.get(0).place(1)).endsWith(":1");
        assertThat(rows.get(1).place(1)).endsWith(":7");
    }

    @Test
    void columns_withoutTags_areReadForPrediction() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "a X O\nb X O\n");
        assertThat(Tagging.KIND.readAll(file, USUAL.withoutLabel()).get(0).tags())
                .isNull();
    }

    @Test
    void jsonl_ofSpans_tagsWordsByPlacesInCodePoints() throws IOException {
        List<TaggedText> rows = read(
                "a.jsonl",
                "{\"id\": 7, \"text\": \"\\ud83d\\ude00 (New York)-based\", \"spans\": [{\"start\": 3, \"end\": 11, \"label\": \"LOC\"}]}\n"
                        + "{\"words\": [\"a\", \"b\"], \"tags\": [\"O\", \"B-X\"]}\n");
        assertThat(rows.get(0).id()).isEqualTo("7");
        assertThat(rows.get(0).tags()).containsExactly("O", "O", "B-LOC", "I-LOC", "O", "O", "O");
        assertThat(rows.get(0).word(2)).isEqualTo("New");
        assertThat(rows.get(0).widened()).isZero();
        assertThat(rows.get(1).text()).isEqualTo("a b");
    }

    @Test
    void jsonl_spanOffAWordsBounds_isWidenedAndSaidWithItsPlace() throws IOException {
        List<TaggedText> rows = read(
                "a.jsonl",
                "{\"text\": \"one 30km road\", \"spans\": [{\"start\": 6, \"end\": 9, \"label\": \"UNIT\"}]}\n"
                        + "{\"text\": \"a road\", \"spans\": [{\"start\": 1, \"end\": 6, \"label\": \"X\"}]}\n");
        assertThat(rows.get(0).tags()).containsExactly("O", "B-UNIT", "O");
        assertThat(rows.get(0).widened()).isEqualTo(1);
        // The space before a word is none of a word.
        assertThat(rows.get(1).widened()).isZero();
        assertThat(Tagging.of(rows, 0).remarks(rows))
                .containsExactly(
                        "1 spans begin or end inside a word and were widened to whole words; the first stands at "
                                + folder.resolve("a.jsonl") + ":1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.txt   | a X O;b O                            | a.txt:2: 2 columns, expected 3 as in the first line; correct the line
            a.txt   | a                                    | a.txt:1: one column alone, which is the word; expected the tag behind it
            a.txt   | ;;                                   | a.txt: no rows
            a.txt   | ~TO;b~TO                             | a.txt:1: column 0 is empty; fill it in
            a.txt   | a~TO;\u2003~TO                       | a.txt:2: column 0 is empty; fill it in
            a.json  | [{"words": ["a"], "tags": ["O"]}]    | a.json: a .json file is not read for tagging; expected an object a line in a .jsonl file, or columns in a file of another name
            a.jsonl | {"words": ["a", "b"], "tags": ["O"]} | a.jsonl:1: tags has 1 tags for 2 words, expected a tag for each word
            a.jsonl | ;{"words": [], "tags": []}           | a.jsonl:2: words is empty; fill it in or leave the row out
            a.jsonl | {"words": ["a"]}                     | a.jsonl:1: tags is missing; keys found: words, expected a list of texts
            a.jsonl | {"words": ["a", " "], "tags": ["O", "O"]} | a.jsonl:1: words[1] is empty; leave the word and its tag out
            a.jsonl | {"text": " ", "spans": []}           | a.jsonl:1: text has no word; fill it in or leave the row out
            a.jsonl | {"text": "a b"}                      | a.jsonl:1: spans is missing; keys found: text, expected a list of objects
            a.jsonl | {"text": "a b", "spans": [{"start": 2, "end": 9, "label": "X"}]} | a.jsonl:1: spans[0].end is 9 and start 2, expected a start before the end, within the 3 characters of the text
            a.jsonl | {"text": "a  b", "spans": [{"start": 1, "end": 3, "label": "X"}]} | a.jsonl:1: spans[0].start is 1: the span has no word in it, only white space
            a.jsonl | {"text": "a b", "spans": [{"start": 0, "end": 1, "label": "O"}]} | a.jsonl:1: spans[0].label is O, which is the tag of words in no span; leave the span out, or name its type
            a.jsonl | {"text": "a b", "spans": [{"start": 0, "end": 1, "label": "X\\tY"}]} | a.jsonl:1: spans[0].label has a TAB or a line break in it, which predictions cannot hold; give it another name
            a.jsonl | {"words": ["a"], "tags": ["B-X\\nY"]} | a.jsonl:1: tags[0] has a TAB or a line break in it, which predictions cannot hold; give it another name
            a.jsonl | {"text": "a b", "spans": [{"start": 0, "end": 3, "label": "X"}, {"start": 2, "end": 3, "label": "Y"}]} | a.jsonl:1: spans[1].start is 2: the span "b" shares the word "b" with another one; a word is in one span at most: leave one of the two out
            """)
    void badInput_isRefusedWithFileAndLine(String name, String content, String expected) {
        assertThatThrownBy(() -> read(name, content.replace(';', '\n').replace("~T", "\t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + "/" + expected);
    }

    @Test
    void conll2000_whereItIs_hasItsSentencesWordsAndChunks() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"))
                .resolve("conll2000");
        assumeTrue(Files.isDirectory(data), "no shared data");
        List<TaggedText> train = Tagging.KIND.readAll(data.resolve("train.txt"), USUAL);
        List<TaggedText> test = Tagging.KIND.readAll(data.resolve("test.txt"), USUAL);
        // 8,936 and 2,012 sentences, 211,727 and 47,377 words: Tjong Kim Sang and Buchholz, 2000, section 3.
        assertThat(train).hasSize(8_936);
        assertThat(train.stream().mapToInt(row -> row.words().size()).sum()).isEqualTo(211_727);
        assertThat(test).hasSize(2_012);
        assertThat(test.stream().mapToInt(row -> row.words().size()).sum()).isEqualTo(47_377);
        Tagging task = Tagging.of(train, 0);
        assertThat(task.scheme()).isEqualTo(TagScheme.IOB2);
        assertThat(task.outputs()).isEqualTo(1 + 4 * 11);
        assertThat(task.remarks(train)).isEmpty();
        task.check(test);
    }
}
