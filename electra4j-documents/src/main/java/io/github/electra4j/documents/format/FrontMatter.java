package io.github.electra4j.documents.format;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

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
        Object values;
        try {
            values = new Yaml(new SafeConstructor(new LoaderOptions())).load(text.substring(begin.end(), end.start()));
        } catch (YAMLException e) {
            return NONE;
        }
        if (!(values instanceof Map<?, ?> map)) {
            return NONE; // a text between two lines across
        }
        return new FrontMatter(end.end(), map.get("title") instanceof String title ? title : null);
    }
}
