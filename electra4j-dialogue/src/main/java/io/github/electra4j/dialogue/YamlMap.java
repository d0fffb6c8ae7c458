package io.github.electra4j.dialogue;

import io.github.electra4j.task.NearestName;
import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file whose values know their lines. Texts are taken as they are written, so that {@code no} and {@code 12} are texts
 * where one is expected.
 */
final class YamlMap {
    private final Path file;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private YamlMap(Path file, int line) {
        this.file = file;
        this.line = line;
    }

    private static YamlMap of(Path file, Node node, String name) {
        YamlMap map = new YamlMap(file, line(node));
        if (!(node instanceof MappingNode mapping)) {
            throw map.wrong(node, name + " is " + shown(node) + ", expected keys with values");
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw map.wrong(entry.getKeyNode(), "a key is " + shown(entry.getKeyNode()) + ", expected a word");
            }
            if (map.values.put(key.getValue(), entry.getValueNode()) != null) {
                throw map.wrong(key, "the key " + key.getValue() + " stands twice; take one away");
            }
            map.lines.put(key.getValue(), line(key));
        }
        return map;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException where it is no YAML, with the line
     */
    static YamlMap read(Path file) throws IOException {
        String text = WholeText.read(file);
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root == null) {
                throw new IllegalArgumentException(file + ": is empty, expected a dialogue: models, intents, replies");
            }
            return of(file, root, "the file");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException(file + ":" + line + ": not YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(file + ": not YAML: " + e.getMessage(), e);
        }
    }

    /** Where a key stands, {@code FILE:LINE}. */
    String place(String key) {
        return file + ":" + lines.getOrDefault(key, line);
    }

    /** That what stands under a key is not as it should be. */
    IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(place(key) + ": " + key + " " + what);
    }

    private IllegalArgumentException wrong(Node at, String what) {
        return new IllegalArgumentException(file + ":" + line(at) + ": " + what);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String shown(Node node) {
        if (node instanceof ScalarNode scalar) {
            return isNull(scalar) ? "empty" : "\"" + scalar.getValue() + "\"";
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** Refuses keys that nobody reads. */
    void onlyKeys(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                throw wrong(
                        key,
                        "is no key here; expected "
                                + String.join(", ", known.stream().sorted().toList())
                                + (nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        Node value = values.get(key);
        return value != null && !isNull(value);
    }

    private Node value(String key, String expected) {
        Node value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(file + ":" + line + ": " + key + " is missing, expected " + expected);
        }
        return value;
    }

    /** The text under a key, which is not blank. */
    String text(String key) {
        return text(value(key, "a text"), key);
    }

    private String text(Node value, String key) {
        if (!(value instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw wrong(
                    value,
                    key + " is " + shown(value) + ", expected a text"
                            + (value instanceof MappingNode
                                    ? "; put one that begins with a brace or has a colon in it into quotes"
                                    : ""));
        }
        return scalar.getValue();
    }

    String text(String key, String unsaid) {
        return has(key) ? text(key) : unsaid;
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    /** The text or the texts under a key; none where it is not there. */
    List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        Node value = value(key, "a text or a list of texts");
        if (!(value instanceof SequenceNode list)) {
            return List.of(text(value, key));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : list.getValue()) {
            texts.add(text(item, key + "[" + texts.size() + "]"));
        }
        return texts;
    }

    /** The number from 0 to 1 under a key. */
    double share(String key, double unsaid) {
        if (!has(key)) {
            return unsaid;
        }
        Node value = value(key, "a number from 0 to 1");
        if (value instanceof ScalarNode scalar) {
            try {
                double number = Double.parseDouble(scalar.getValue());
                if (number >= 0 && number <= 1) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below
            }
        }
        throw wrong(value, key + " is " + shown(value) + ", expected a number from 0 to 1");
    }

    /** The whole number in a range under a key. */
    int whole(String key, int least, int most, int unsaid) {
        if (!has(key)) {
            return unsaid;
        }
        Node value = value(key, "a whole number");
        if (value instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,6}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw wrong(value, key + " is " + shown(value) + ", expected a whole number from " + least + " to " + most);
    }

    /** The mapping under a key; one without keys where it is not there. */
    YamlMap map(String key) {
        return has(key) ? of(file, value(key, "keys with values"), key) : new YamlMap(file, line);
    }
}
