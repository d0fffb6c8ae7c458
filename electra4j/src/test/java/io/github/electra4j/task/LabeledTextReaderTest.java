package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabeledTextReaderTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void readAll_pairsWithIds_takesTheNamedColumns() throws IOException {
        Path file = file("a.tsv", "index\tsentence1\tsentence2\tlabel\n7\tone\ttwo\t entailment \n");
        Columns columns = new Columns("sentence1", "sentence2", "label", "index", true);
        assertThat(LabeledTextReader.readAll(file, columns))
                .containsExactly(new LabeledText("7", "one", "two", "entailment", file, 2));
        assertThat(LabeledTextReader.readAll(
                        file, Columns.of("sentence2", "label").withoutLabel()))
                .containsExactly(new LabeledText(null, "two", null, null, file, 2));
    }

    @Test
    void readAll_withoutHeader_takesColumnsByNumber() throws IOException {
        Path file = file("cola.tsv", "gj04\t1\t\tThe sailors\n");
        assertThat(LabeledTextReader.readAll(file, Columns.of("3", "1").withoutHeader()))
                .containsExactly(new LabeledText(null, "The sailors", null, "1", file, 1));
    }

    @Test
    void readAll_jsonRowsOfDifferentKeys_areResolvedRowByRow() throws IOException {
        Path file = file("a.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"label\":0,\"x\":[],\"text\":\"b\"}\n");
        assertThat(LabeledTextReader.readAll(file, Columns.of("text", "label")))
                .extracting(LabeledText::text, LabeledText::label)
                .containsExactly(tuple("a", "1"), tuple("b", "0"));
        Path missing = file("b.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\"}\n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(missing, Columns.of("text", "label")))
                .hasMessage(missing + ":2: no column \"label\"; columns found: \"text\"; name the one that is meant"
                        + " (option --label-column)");
        Path nested = file("c.jsonl", "{\"text\":[\"a\"],\"label\":1}\n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(nested, Columns.of("text", "label")))
                .hasMessageStartingWith(nested + ":1: column \"text\" has no text here but null, an object or a list");
    }

    @Test
    void readAll_missingColumn_namesFileColumnsAndTheNearest() throws IOException {
        Path file = file("a.tsv", "sentence\tlabel\nx\t1\n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(file, Columns.of("sentense", "label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ":1: no column \"sentense\"; columns found: \"sentence\", \"label\"; "
                        + "did you mean \"sentence\"?");
        assertThatThrownBy(() -> LabeledTextReader.readAll(file, Columns.of("text", "label")))
                .hasMessage(file
                        + ":1: no column \"text\"; columns found: \"sentence\", \"label\"; name the one that is meant"
                        + " (option --text-column), or, if the first line is data, say that there is no header (option"
                        + " --no-header)");
        assertThatThrownBy(() -> LabeledTextReader.readAll(
                        file, Columns.of("sentence", "label").withPair("other").withoutHeader()))
                .hasMessage(file + ": no column \"sentence\"; columns found: \"0\", \"1\"; name the one that is meant"
                        + " (option --text-column)");
    }

    @Test
    void readWhole_columnsOfAnotherFile_saysThatItIsNoOfficialOne() throws IOException {
        Path file = file("a.tsv", "sentence\tlabel\na film\t1\n");
        String advice =
                "; this is no official file of the set; rows of your own are read by naming the kind of task in its place";
        assertThatThrownBy(() ->
                        LabeledTextReader.readWhole(file, Columns.of("3", "1").withoutHeader(), new ArrayList<>()))
                .hasMessage(file + ": 2 columns, and none of number 4" + advice);
        assertThatThrownBy(() -> LabeledTextReader.readWhole(file, Columns.of("question", "label"), new ArrayList<>()))
                .hasMessage(file + ":1: no column \"question\"; columns found: \"sentence\", \"label\"" + advice);
    }

    /** Which nobody sees: in a file of another system, marks are characters of their own. */
    @Test
    void readAll_namesAndLabelsWithTheirMarksApart_areTheSame() throws IOException {
        Path file = file("a.tsv", "text\ta\u0308hnlich\nx\ttu\u0308rkc\u0327e\n");

        assertThat(LabeledTextReader.readAll(file, Columns.of("text", "\u00E4hnlich")))
                .containsExactly(new LabeledText(null, "x", null, "t\u00FCrk\u00E7e", file, 2));
    }

    @Test
    void readAll_columnNamedTwice_isRefused() throws IOException {
        Path file = file("a.csv", "text,text,label\na,b,1\n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(file, Columns.of("text", "label")))
                .hasMessageContaining("several columns are named \"text\"");
    }

    @Test
    void readAll_emptyLabel_isRefusedWithItsLine() throws IOException {
        Path file = file("a.csv", "text,label\na,1\nb, \n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(file, Columns.of("text", "label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ":3: the label, column \"label\", is empty; fill it in or leave the row out");
    }

    @Test
    void readAll_headerOnly_isRefused() throws IOException {
        Path file = file("a.csv", "text,label\n");
        assertThatThrownBy(() -> LabeledTextReader.readAll(file, Columns.of("text", "label")))
                .hasMessage(file + ": no rows below the header");
    }
}
