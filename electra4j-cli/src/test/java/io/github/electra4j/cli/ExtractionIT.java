package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.Electra;
import io.github.electra4j.ElectraClient;
import io.github.electra4j.cli.ElectraProcess.Result;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.task.extraction.Extraction;
import io.github.electra4j.task.tagging.TaggedSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Extraction from the command line, on made-up texts in which w10 is an A and w11 a B, related where w12 stands between them. */
class ExtractionIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private void texts(String name, int rows, long seed) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            CounterRandom random = CounterRandom.of(seed, "extractions", i, 0);
            boolean related = random.nextInt(2) == 0;
            lines.append(String.format(
                    "{\"id\": \"t%d\", \"text\": \"w%d w10 %s w11 w%d\", \"entities\": [{\"start\": 4, \"end\": 7, \"label\": \"A\"},"
                            + " {\"start\": 12, \"end\": 15, \"label\": \"B\"}], \"relations\": [%s]}%n",
                    i,
                    20 + random.nextInt(60),
                    related ? "w12" : "w13",
                    20 + random.nextInt(60),
                    related ? "{\"head\": 0, \"tail\": 1, \"relation\": \"near\"}" : ""));
        }
        Files.writeString(folder.resolve(name), lines);
    }

    private Result run(String arguments) throws Exception {
        return ElectraProcess.run(folder, arguments.split(" "));
    }

    private JsonNode json(String file) throws IOException {
        return JSON.readTree(Files.readString(folder.resolve(file)));
    }

    @Test
    void extraction_isLearnedMeasuredAndPredicted() throws Exception {
        MadeTask.EXTRACTION.write(folder, 1);
        texts("train.jsonl", 200, 1);
        texts("dev.jsonl", 40, 2);
        String command =
                "finetune --model model --task extraction --train train.jsonl --dev dev.jsonl --learning-rate 3e-3"
                        + " --layerwise-decay 1 --epochs 6 --batch 8 --max-length 20 --threads 2 --out out";
        Result refused = run(command + " --metric f1");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--metric: of an extraction the tagger is chosen by f1");

        Result trained = run(command + " --seeds 2 --json f.json");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("relations, between the true entities:", "both together", "relation_f1:near", "majority tag");
        double kept = json("f.json").at("/dev/relation_f1/kept").doubleValue();
        assertThat(kept).isGreaterThan(0.9);
        assertThat(json("f.json").at("/entities/dev/f1/mean").doubleValue()).isGreaterThan(0.9);
        assertThat(json("f.json").at("/relations/trials").size()).isEqualTo(2);
        assertThat(folder.resolve("out/report.html")).content().contains("relation_f1:near");

        Result evaluated = run("evaluate --model out --data dev.jsonl --json e.json");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        assertThat(json("e.json").at("/model/relation_f1").doubleValue()).isCloseTo(kept, within(1e-12));
        assertThat(json("e.json").at("/majority/relation_f1").doubleValue()).isZero();

        Result predicted = run("predict --model out --data dev.jsonl --out found.jsonl");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        try (Stream<String> lines = Files.lines(folder.resolve("found.jsonl"))) {
            assertThat(lines.map(line -> JSON.readTree(line).path("id").asString())
                            .limit(3))
                    .containsExactly("t0", "t1", "t2");
        }
        // What is written is what can be read: the predictions as the gold rows agree with themselves.
        Result again = run("evaluate --model out --data found.jsonl");
        assertThat(again.out())
                .containsPattern("(?m)^relation_f1 +1\\.0000")
                .containsPattern("(?m)^entity_f1 +1\\.0000");

        String more = "w30 w10 w12 w11\n\nw31\nw30 w10 w12 w11" + " w31".repeat(30) + "\n";
        Result lines = ElectraProcess.runWith(folder, more.getBytes(UTF_8), "predict", "--model", "out");
        assertThat(lines.code()).as(lines.err()).isZero();
        assertThat(lines.out()
                        .lines()
                        .filter(line -> !line.startsWith("3\t"))
                        .map(line -> line.replaceAll("[01]\\.\\d{6}", "P")))
                .containsExactly(
                        "row\tid\twhat\tlabel\tprobability\tstart\tend\ttext\ttail_start\ttail_end\ttail_text",
                        "0\t\tentity\tA\tP\t4\t7\tw10\t\t\t",
                        "0\t\tentity\tB\tP\t12\t15\tw11\t\t\t",
                        "0\t\trelation\tnear\tP\t4\t7\tw10\t12\t15\tw11");
        assertThat(lines.err())
                .contains("1 of 4 texts are empty")
                .doesNotContain("electra: cut")
                .containsPattern("(?m)^electra: relations: cut [1-9]\\d* of \\d+ texts to 20 tokens$");

        assertServed("w30 w10 w12 w11");

        List<String> dev = Files.readAllLines(folder.resolve("dev.jsonl"));
        Files.writeString(
                folder.resolve("bad.jsonl"), dev.get(0) + "\n" + dev.get(1).replace("\"B\"", "\"BB\""));
        Result unknown = run("evaluate --model out --data bad.jsonl");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("bad.jsonl:2: unknown tag \"B-BB\"");
    }

    /** The service says the same as the model. */
    private void assertServed(String text) throws Exception {
        Path model = folder.resolve("out");
        try (ElectraServer server = ElectraServer.start(
                        List.of(ModelSource.parse(model.toString())), Listening.loopback(0), Limits.standard());
                Electra electra = Electra.load(model)) {
            Extraction served =
                    ElectraClient.to(server.uri()).extract(List.of(text)).get(0);
            Extraction expected = electra.extract(text);

            assertThat(served.entities()).extracting(TaggedSpan::text).containsExactly("w10", "w11");
            assertThat(served.entities())
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Double.class)
                    .isEqualTo(expected.entities());
            assertThat(served.relations()).hasSize(1);
            assertThat(served.relations())
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Double.class)
                    .isEqualTo(expected.relations());
        }
    }
}
