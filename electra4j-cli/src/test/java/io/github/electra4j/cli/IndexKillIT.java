package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kill -9} while documents are indexed: the same command goes on with what is not committed, and nothing is lost or double. */
class IndexKillIT {
    private static final int FILES = 1000;

    @TempDir
    private Path folder;

    private void documents() throws IOException {
        Files.createDirectory(folder.resolve("documents"));
        for (int i = 0; i < FILES; i++) {
            CounterRandom random = CounterRandom.of(7, "documents", i, 0);
            StringBuilder text = new StringBuilder("name" + i);
            for (int word = 0; word < 300; word++) {
                text.append(word % 50 == 49 ? "\n\n" : " ").append("word").append(random.nextInt(5000));
            }
            Path file = folder.resolve("documents/" + i + ".txt");
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        }
    }

    @Test
    void killedIndexing_goesOn() throws Exception {
        documents();
        String[] command = {"index", "documents", "--out", "index", "--commit-every", "0", "--json", "i.json"};

        int killed = 0;
        for (int i = 0; i < 3; i++) {
            int committed = committed();
            Process process = ElectraProcess.start(folder, command);
            // As soon as some of it is committed, and in the midst of the rest.
            while (process.isAlive() && committed() <= committed + 5) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            killed += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        ElectraProcess.Result last = ElectraProcess.run(folder, command);

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(killed).isPositive();
        JsonNode figures = new JsonMapper().readTree(Files.readString(folder.resolve("i.json")));
        assertThat(figures.get("unchanged").intValue()).isPositive();
        assertThat(figures.get("unchanged").intValue() + figures.get("added").intValue())
                .isEqualTo(FILES);
        try (DocumentIndex index = DocumentIndex.open(folder.resolve("index"))) {
            assertThat(index.passages()).isEqualTo(figures.get("passages").intValue());
            TreeMap<Integer, Integer> wrong = new TreeMap<>();
            for (int i = 0; i < FILES; i++) {
                int found = index.search("name" + i, 10).size();
                if (found != 1) {
                    wrong.put(i, found);
                }
            }
            assertThat(wrong).as("files that are not found once").isEmpty();
        }
        // What a never killed one has.
        command[3] = "other";
        ElectraProcess.run(folder, command);
        assertThat(new JsonMapper()
                        .readTree(Files.readString(folder.resolve("i.json")))
                        .get("passages"))
                .isEqualTo(figures.get("passages"));
    }

    /** The number of the last commit. */
    private int committed() throws IOException {
        if (!Files.exists(folder.resolve("index"))) {
            return 0;
        }
        try (var files = Files.list(folder.resolve("index"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("segments_"))
                    .mapToInt(name -> Integer.parseInt(name.substring("segments_".length()), 36))
                    .max()
                    .orElse(0);
        }
    }
}
