package io.github.electra4j.sets;

import io.github.electra4j.json.JsonFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON list of labels in the official order. */
final class LabelsFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private LabelsFile() {}

    static List<String> read(Path file) throws IOException {
        JsonNode list;
        try (InputStream in = Files.newInputStream(file)) {
            list = MAPPER.readTree(in);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + ":" + JsonFault.line(e) + ": not valid JSON: " + JsonFault.syntax(e), e);
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode label : list) {
            if (!label.isString()) {
                throw new IllegalArgumentException(
                        file + ": " + JsonFault.shown(label) + " among the labels, expected texts");
            }
            labels.add(label.stringValue());
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(file + ": no labels, expected a JSON list of texts");
        }
        return labels;
    }
}
