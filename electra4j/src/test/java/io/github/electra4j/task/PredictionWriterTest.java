package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.task.TextTask.Prediction;
import io.github.electra4j.task.TextTask.ValuePrediction;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionWriterTest {
    private static final TextClassification TASK = new TextClassification(new LabelSet(List.of("no", "so\tso", "yes")));
    private static final TextRegression VALUE = new TextRegression(new LabelRange(0, 5));

    // Softmax of (0, 0, ln 2) is 1/4, 1/4, 1/2.
    private static final float[] SCORES = {0, 0, (float) Math.log(2)};

    @Test
    void tsv_classes_haveAColumnForEveryProbability() throws IOException {
        StringWriter out = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(out, TASK, false, true)) {
            writer.write("q1", TASK.decode(SCORES, 0));
            writer.write(null, TASK.decode(new float[] {0, 100, 0}, 0));
        }
        assertThat(out)
                .hasToString("row\tid\tprediction\tprobability\tprobability:no\tprobability:so so\tprobability:yes\n"
                        + "0\tq1\tyes\t0.500000\t0.250000\t0.250000\t0.500000\n"
                        + "1\t\tso so\t1.000000\t0.000000\t1.000000\t0.000000\n");
    }

    @Test
    void jsonl_classes_haveProbabilitiesByLabel() throws IOException {
        StringWriter out = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(out, TASK, true, true)) {
            writer.write("q1", TASK.decode(SCORES, 0));
        }
        assertThat(out)
                .hasToString("{\"row\":0,\"id\":\"q1\",\"prediction\":\"yes\",\"probability\":0.5,"
                        + "\"probabilities\":{\"no\":0.25,\"so\\tso\":0.25,\"yes\":0.5}}\n");
    }

    @Test
    void classes_withoutTheDistribution_haveThePredictionAndItsProbability() throws IOException {
        StringWriter tsv = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(tsv, TASK, false, false)) {
            writer.write("q1", TASK.decode(SCORES, 0));
        }
        assertThat(tsv).hasToString("row\tid\tprediction\tprobability\n0\tq1\tyes\t0.500000\n");
        StringWriter json = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(json, TASK, true, false)) {
            writer.write(null, TASK.decode(SCORES, 0));
        }
        assertThat(json).hasToString("{\"row\":0,\"prediction\":\"yes\",\"probability\":0.5}\n");
    }

    @Test
    void values_areWrittenInTheLabelsUnit() throws IOException {
        StringWriter tsv = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(tsv, VALUE, false, true)) {
            writer.write(null, VALUE.decode(new float[] {0.5f}, 0));
        }
        assertThat(tsv).hasToString("row\tid\tprediction\n0\t\t2.50000\n");
        StringWriter json = new StringWriter();
        try (PredictionWriter<Prediction> writer = new PredictionWriter<>(json, VALUE, true, true)) {
            writer.write(null, new ValuePrediction(1 / 3.0));
        }
        assertThat(json).hasToString("{\"row\":0,\"prediction\":0.333333}\n");
    }
}
