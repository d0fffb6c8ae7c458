package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** GLUE's official files and Banking77, where they are; row counts from the data's own description. */
class RealTablesTest {
    private static Path data;

    @BeforeAll
    static void find() {
        data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"));
        assumeTrue(Files.isDirectory(data), "no shared data");
    }

    private static List<LabeledText> read(String file, Columns columns) throws IOException {
        return LabeledTextReader.readAll(data.resolve(file), columns);
    }

    private static Columns pair(String text, String pair, String label) {
        return Columns.of(text, label).withPair(pair);
    }

    @Test
    void classification_officialFiles_haveTheirRowsAndLabels() throws IOException {
        List<LabeledText> sst = read("glue/SST-2/train.tsv", Columns.of("sentence", "label"));
        assertThat(sst).hasSize(67_349);
        assertThat(LabelSet.of(sst).names()).containsExactly("0", "1");
        List<LabeledText> cola =
                read("glue/CoLA/train.tsv", Columns.of("3", "1").withoutHeader());
        assertThat(cola).hasSize(8_551);
        assertThat(LabelSet.of(cola).names()).containsExactly("0", "1");
        assertThat(cola.get(0).line()).isEqualTo(1);
        // The header starts with a byte-order mark, and quotes are single, not in pairs.
        List<LabeledText> mrpc = read("glue/MRPC/train.tsv", pair("#1 String", "#2 String", "Quality"));
        assertThat(mrpc).hasSize(3_667);
        List<LabeledText> rte = read("glue/RTE/train.tsv", pair("sentence1", "sentence2", "label"));
        assertThat(rte).hasSize(2_490);
        assertThat(LabelSet.of(rte).names()).containsExactly("entailment", "not_entailment");
        assertThat(read("glue/QQP/dev.tsv", pair("question1", "question2", "is_duplicate")))
                .hasSize(20_215);
        assertThat(LabelSet.of(read("glue/MNLI/train.tsv", pair("sentence1", "sentence2", "gold_label")))
                        .names())
                .containsExactly("contradiction", "entailment", "neutral");
    }

    @Test
    void regression_stsb_spansZeroToFive() throws IOException {
        List<LabeledText> stsb = read("glue/STS-B/train.tsv", pair("sentence1", "sentence2", "score"));
        assertThat(stsb).hasSize(5_749);
        assertThat(TextRegression.of(stsb).range()).isEqualTo(new LabelRange(0, 5));
    }

    // Rows, classes and characters as Python's csv module counts them; ten fields hold line breaks.
    @Test
    void csv_banking77_isReadAsPythonReadsIt() throws IOException {
        List<LabeledText> train = read("banking77/train.csv", Columns.of("text", "category"));
        assertThat(train).hasSize(10_003);
        assertThat(LabelSet.of(train).size()).isEqualTo(77);
        assertThat(train.stream()
                        .mapToLong(r -> r.text().codePointCount(0, r.text().length()))
                        .sum())
                .isEqualTo(594_916);
        assertThat(train.stream().filter(r -> r.text().contains("\n"))).hasSize(10);
        assertThat(read("banking77/test.csv", Columns.of("text", "category"))).hasSize(3_080);
    }

    // transformers' BertTokenizerFast on the same pairs: 33 of them above 128 tokens, 17,894 tokens after the cut.
    @Test
    void encoding_rte_isCutAtTheGreatestLength() throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(
                Vocabulary.load(data.resolve("vocab/bert-uncased-vocab.txt")), TokenizerOptions.uncased());
        List<LabeledText> rte = read("glue/RTE/dev.tsv", pair("sentence1", "sentence2", "label"));
        EncodedRows<LabeledText, TextWindow, Prediction> texts =
                new TaskRows<>(TextClassification.of(rte), rte).encode(tokenizer, 128);
        assertThat(Arrays.stream(texts.windowLengths()).sum()).isEqualTo(17_894);
        assertThat(Arrays.stream(texts.windowLengths()).max()).hasValue(128);
        assertThat(texts.cutTexts()).isEqualTo(33);
    }
}
