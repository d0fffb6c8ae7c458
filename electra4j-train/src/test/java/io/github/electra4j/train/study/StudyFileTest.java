package io.github.electra4j.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.electra4j.examples.MemoryExamples;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a budget is in operations, and for how long that holds. */
class StudyFileTest {
    private static final ComputeBudget TOKENS = ComputeBudget.parse("200ktokens");

    @TempDir
    private Path folder;

    private final Vocabulary vocabulary = MadeExamples.vocabulary();
    private final MemoryExamples examples = MadeExamples.of(200, "study file test");

    private StudyJob job(int layers, Precision precision) throws IOException {
        Path declaration = Files.writeString(folder.resolve("mine.json"), """
                {"set": {"batch": 16}, "arms": [{"name": "a"}, {"name": "b", "set": {"hidden_size": 64, "heads": 2}}],
                 "tasks": [{"name": "mine", "train": "t.tsv", "dev": "d.tsv", "text_column": "text", "label_column": "label"}]}
                """);
        Declaration declared = Declaration.read(declaration.toString(), null, Map.of("layers", layers));
        return new StudyJob(
                folder.resolve("out"),
                declared,
                declared.measures(),
                List.of(TOKENS),
                List.of(1L),
                examples,
                examples,
                vocabulary,
                TokenizerOptions.uncased(),
                List.of(),
                new Tensors(Device.CPU, precision),
                1,
                60,
                480,
                "test");
    }

    private EqualCompute cost(StudyJob job) {
        return EqualCompute.of(job.declaration().reference().config(), vocabulary, examples, 1, 0);
    }

    /** A study that was refused, or stopped before anything was saved, was perhaps one of another network. */
    @Test
    void budget_ofAStudyWithoutASavedRun_isMeasuredAnew() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        StudyJob first = job(1, Precision.FP32);
        StudyJob other = job(4, Precision.BF16);
        StudyFile.keep(first, StudyFile.budgets(first, cost(first)));

        double flops = cost(other).ofTokens(200_000);
        assertThat(StudyFile.budgets(other, cost(other))).containsOnly(Map.entry(TOKENS, flops));
        assertThat(flops).isGreaterThan(2 * cost(first).ofTokens(200_000));
    }

    @Test
    void budget_ofAStudyWithARun_staysWhatItWas() throws IOException {
        Files.createDirectories(folder.resolve("out/runs/a/200ktokens/seed-1"));
        StudyJob first = job(1, Precision.FP32);
        Map<ComputeBudget, Double> budgets = StudyFile.budgets(first, cost(first));
        StudyFile.keep(first, budgets);
        RunRecord.none("digest").write(folder.resolve("out/runs/a/200ktokens/seed-1"));

        assertThat(StudyFile.budgets(job(4, Precision.FP32), cost(job(4, Precision.FP32))))
                .isEqualTo(budgets);
        StudyJob otherPrecision = job(1, Precision.BF16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudyFile.budgets(otherPrecision, cost(otherPrecision)))
                .withMessageContaining("this study was begun in fp32, asked for is bf16");
    }
}
