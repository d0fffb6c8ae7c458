package io.github.electra4j.dialogue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with names in braces. */
final class Template {
    /** A name in braces. */
    static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");

    private Template() {}

    /** The text with values in place of the names; braces in a value stay as they are. */
    static String filled(String text, Map<String, String> values) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
