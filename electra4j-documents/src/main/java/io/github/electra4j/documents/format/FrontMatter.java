package io.github.electra4j.documents.format;

import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What the makers of sites and notes write before a text in Markdown: keys and values in YAML, between two lines of hyphens. CommonMark does not
 * know it, and would read it as a heading.
 *
 * @param end the text's first UTF-16 unit behind it; 0 where there is none
 * @param title of the document; null where it has none
 */
record FrontMatter(int end, @Nullable String title) {
    private static final FrontMatter NONE = new FrontMatter(0, null);

    private static final Pattern BEGIN = Pattern.compile("---[ \\t]*\\R");

    private static final Pattern END = Pattern.compile("(?m)^(?:---|\\.\\.\\.)[ \\t]*(?:\\R|\\z)");

    static FrontMatter of(String text) {
        Matcher begin = BEGIN.matcher(text);
        Matcher end = END.matcher(text);
        if (!begin.lookingAt() || !end.find(begin.end())) {
            return NONE;
        }
        Node root;
        try {
            root = new Yaml().compose(new StringReader(text.substring(begin.end(), end.start())));
        } catch (YAMLException e) {
            return NONE;
        }
        return root instanceof MappingNode keys
                ? new FrontMatter(end.end(), valueOf("title", keys))
                : NONE; // a text between two lines across
    }

    /** As it is written, a number too; null where there is none. */
    private static @Nullable String valueOf(String name, MappingNode keys) {
        for (NodeTuple pair : keys.getValue()) {
            if (pair.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(name)
                    && pair.getValueNode() instanceof ScalarNode value) {
                return value.getValue();
            }
        }
        return null;
    }
}
