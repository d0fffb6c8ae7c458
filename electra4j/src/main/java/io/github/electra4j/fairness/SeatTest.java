package io.github.electra4j.fairness;

import io.github.electra4j.json.JsonText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A test of sentence vectors (May et al., 2019): sentences about two targets, such as male and female names, and about two attributes, such as career
 * and family.
 *
 * @param name of the file, without its ending
 * @param targets the first of the two and the second
 * @param attributes the one that the first target is expected to be nearer to, and the other
 */
public record SeatTest(String name, List<Sentences> targets, List<Sentences> attributes) {
    /**
     * Sentences about one thing.
     *
     * @param category what they are about
     * @param texts at least two
     */
    public record Sentences(String category, List<String> texts) {
        public Sentences {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Reads the tests of a folder, {@code *.jsonl} or {@code *.json}, each an object {@code {"targ1": {"category", "examples": [...]}, "targ2",
     * "attr1", "attr2"}}.
     *
     * @throws IllegalArgumentException where there is none, or a file holds something else
     */
    public static List<SeatTest> read(Path folder) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{json,jsonl}")) {
            found.forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + ": no test of SEAT in it; expected sent-weat1.jsonl and so on");
        }
        List<SeatTest> tests = new ArrayList<>();
        for (Path file : files) {
            ObjectNode object = JsonText.readObject(file);
            tests.add(new SeatTest(
                    String.valueOf(file.getFileName()).replaceFirst("\\.jsonl?$", ""),
                    List.of(sentences(object, "targ1", file), sentences(object, "targ2", file)),
                    List.of(sentences(object, "attr1", file), sentences(object, "attr2", file))));
        }
        return tests;
    }

    private static Sentences sentences(ObjectNode object, String key, Path file) {
        List<String> texts = new ArrayList<>();
        JsonNode examples = object.path(key).path("examples");
        for (JsonNode example : examples) {
            if (example.isString() && !example.stringValue().isBlank()) {
                texts.add(example.stringValue());
            }
        }
        if (texts.size() < 2 || texts.size() != examples.size()) {
            throw new IllegalArgumentException(file + ": " + key
                    + ".examples is no list of at least two sentences; expected {\"targ1\": {\"category\": ..., \"examples\": [...]}, \"targ2\":"
                    + " ..., \"attr1\": ..., \"attr2\": ...} as SEAT has it");
        }
        return new Sentences(object.path(key).path("category").asString(key), texts);
    }
}
