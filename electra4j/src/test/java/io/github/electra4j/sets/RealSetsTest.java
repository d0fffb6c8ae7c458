package io.github.electra4j.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.TextClassification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets that are on this machine; row counts from the data's own description. */
class RealSetsTest {
    private static SetFolder folder(String name) throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("ELECTRA4J_DATA", "../../shared/data"));
        assumeTrue(Files.isDirectory(data), "no shared data");
        return SetFolder.find(NamedSet.of(name), name.startsWith("glue/") ? data.resolve("glue") : data);
    }

    @ParameterizedTest
    @CsvSource({
        "glue/cola,  8551,  1043",
        "glue/sst2,  67349, 872",
        "glue/mrpc,  3667,  408",
        "glue/stsb,  5749,  1500",
        "glue/rte,   2490,  277",
        "glue/wnli,  635,   71",
        "glue/qqp,   10000, 20215",
        "glue/mnli,  10000, 4908",
        "banking77,  10003, 3080",
        "clinc150,   15100, 3100"
    })
    void officialFiles_areReadWhole(String name, int train, int measured) throws IOException {
        SetFolder folder = folder(name);
        List<LabeledText> rows = folder.train().rows();
        SetFolder.Rows dev = folder.read(folder.set().measured().get(0));
        assertThat(rows).hasSize(train);
        assertThat(dev.rows()).hasSize(measured);
        assertThat(dev.remark()).isNull();
        if (folder.task(rows) instanceof TextClassification classes) {
            classes.targets(rows);
            classes.targets(dev.rows());
        }
    }

    @Test
    void furtherParts_areReadWhole() throws IOException {
        SetFolder mnli = folder("glue/mnli");
        assertThat(mnli.read(mnli.set().measured("mismatched")).rows()).hasSize(4916);
        SetFolder clinc = folder("clinc150");
        List<LabeledText> test = clinc.read(clinc.set().measured("test")).rows();
        assertThat(test).hasSize(5500);
        assertThat(test.stream().filter(row -> "oos".equals(row.label()))).hasSize(1000);
        assertThat(((TextClassification) clinc.task(clinc.train().rows()))
                        .labels()
                        .size())
                .isEqualTo(151);
        SetFolder banking = folder("banking77");
        assertThat(((TextClassification) banking.task(List.of())).labels().names())
                .hasSize(77)
                .startsWith("card_arrival", "card_linking");
    }

    @Test
    void qnli_withoutItsTrainingFile_saysWhatIsMissing() throws IOException {
        SetFolder qnli = folder("glue/qnli");
        Part train = qnli.set().train();
        assertThat(train != null && !qnli.has(train)).isTrue();
        assertThat(qnli.read(qnli.set().measured("dev")).rows()).hasSize(5463);
    }
}
