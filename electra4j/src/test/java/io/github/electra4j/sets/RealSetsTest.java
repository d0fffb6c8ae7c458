package io.github.electra4j.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.electra4j.sets.NamedSet.Part;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskOptions;
import io.github.electra4j.task.TaskRow;
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
        "clinc150,   15100, 3100",
        "semeval2010-task8, 8000, 2717",
        "mutual,     7088,  886",
        "conll2000,  8936,  2012"
    })
    void officialFiles_areReadWhole(String name, int train, int measured) throws IOException {
        SetFolder folder = folder(name);
        readWhole(folder, folder.set().kind(), train, measured);
    }

    private static <R extends TaskRow> void readWhole(SetFolder folder, TaskKind<R> kind, int train, int measured)
            throws IOException {
        List<R> rows = folder.read(kind, folder.train()).rows();
        SetFolder.Rows<R> dev = folder.read(kind, folder.set().dev());
        assertThat(rows).hasSize(train);
        assertThat(dev.rows()).hasSize(measured);
        assertThat(dev.remark()).isNull();
        Task<R, ?, ?> task = folder.task(kind, rows, TaskOptions.NONE);
        task.check(rows);
        task.check(dev.rows());
    }

    private static List<LabeledText> read(SetFolder folder, Part part) throws IOException {
        return folder.read(TextClassification.KIND, part).rows();
    }

    @Test
    void furtherParts_areReadWhole() throws IOException {
        SetFolder mnli = folder("glue/mnli");
        assertThat(read(mnli, mnli.set().measured("mismatched"))).hasSize(4916);
        SetFolder clinc = folder("clinc150");
        List<LabeledText> test = read(clinc, clinc.set().measured("test"));
        assertThat(test).hasSize(5500);
        assertThat(test.stream().filter(row -> "oos".equals(row.label()))).hasSize(1000);
        assertThat(task(clinc, read(clinc, clinc.train()))).hasSize(151);
        SetFolder banking = folder("banking77");
        assertThat(task(banking, List.of())).hasSize(77).startsWith("card_arrival", "card_linking");
    }

    @Test
    void qnli_withoutItsTrainingFile_saysWhatIsMissing() throws IOException {
        SetFolder qnli = folder("glue/qnli");
        Part train = qnli.set().train();
        assertThat(train != null && !qnli.has(train)).isTrue();
        assertThat(read(qnli, qnli.set().measured("dev"))).hasSize(5463);
    }

    private static List<String> task(SetFolder folder, List<LabeledText> train) throws IOException {
        return folder.task(TextClassification.KIND, train, TaskOptions.NONE).outputNames();
    }
}
