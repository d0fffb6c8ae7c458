package io.github.electra4j.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * What is wrong with a JSON text, for somebody who has the file before them: the parser speaks of its own classes, tokens and
 * switches.
 */
public final class JsonFault {
    /** The parser's words, at their beginning, and ours. */
    private record Words(Pattern parser, String ours) {
        Words(String parser, String ours) {
            this(Pattern.compile(parser, Pattern.DOTALL), ours);
        }
    }

    private static final List<Words> WORDS = List.of(
            new Words(
                    "Unexpected end-of-input.*|Unexpected end of.*|No content to map.*",
                    "it ends before it is complete"),
            new Words(
                    "Unexpected character \\((.*?) \\(code.*double-quote to start.*",
                    "$1, expected a name in double quotes"),
            new Words("Unexpected character \\((.*?) \\(code.*colon.*", "$1, expected a colon behind the name"),
            new Words("Unexpected character \\((.*?) \\(code.*comma.*", "$1, expected a comma before the next entry"),
            new Words("Unexpected character \\((.*?) \\(code.*expect\\S+ a (?:valid )?value.*", "$1, expected a value"),
            new Words("Unexpected character \\((.*?) \\(code.*", "$1, which does not belong here"),
            new Words("Unexpected close marker ('.').*", "$1, which closes nothing that is open"),
            new Words(
                    "Unrecognized token '(.{1,60}).*?': .*",
                    "the word $1, which is no value: a text stands in double quotes"),
            new Words("Non-standard token '(.*?)'.*", "$1, for which JSON has no number"),
            new Words(
                    "Illegal unquoted character.*",
                    "a line break or another control character inside a text; write it as \\\\n or \\\\u"),
            new Words("Illegal character \\(\\(CTRL-CHAR.*", "a control character"),
            new Words("Duplicate (?:Object property|field) \"(.*)\".*", "the name \"$1\" stands twice"),
            new Words("Trailing token.*", "something stands behind the object"),
            new Words("Unrecognized character escape.*", "a backslash before a character that needs none"),
            new Words(
                    "(?:Invalid numeric value|Leading|Decimal point|Exponent).*",
                    "a number that is not written as in JSON"),
            new Words(".*nesting depth.*", "it is nested more than 500 levels deep"),
            new Words(".*exceeds the maximum.*", "a text or number that is longer than any in such a file"));

    private JsonFault() {}

    /** What does not read as JSON; where is said by {@link #line}. */
    public static String syntax(JacksonException e) {
        String parser = String.valueOf(e.getOriginalMessage());
        for (Words words : WORDS) {
            Matcher matcher = words.parser().matcher(parser);
            if (matcher.matches()) {
                return matcher.replaceFirst(words.ours());
            }
        }
        return "it is broken here";
    }

    /** The line of a fault, from 1; 0 where it is not known. */
    public static int line(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }

    /** The column of a fault, from 1; 0 where it is not known. */
    public static int column(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? 0 : Math.max(0, location.getColumnNr());
    }

    /**
     * What does not fit the type that a tree was to become: the key, what it is, what was expected.
     *
     * @param root the tree
     */
    public static String mismatch(JsonNode root, Exception e) {
        if (!(e instanceof JacksonException fault)) {
            return "a value is missing";
        }
        List<String> names = new ArrayList<>();
        JsonNode found = root;
        for (JacksonException.Reference step : fault.getPath()) {
            String name = step.getPropertyName();
            names.add(name == null ? "[" + step.getIndex() + "]" : name);
            found = name == null ? found.path(step.getIndex()) : found.path(name);
        }
        String key = names.isEmpty() ? "it" : String.join(".", names).replace(".[", "[");
        if (fault.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return (names.isEmpty() ? "" : key + ": ") + refused.getMessage();
        }
        if (found.isMissingNode() || found.isNull() || fault.getCause() instanceof NullPointerException) {
            return names.isEmpty() || found.isContainer()
                    ? "a value is missing" + (names.isEmpty() ? "" : " in " + key)
                    : key + " is missing";
        }
        String expected =
                fault instanceof MismatchedInputException mismatched ? kind(mismatched.getTargetType()) : null;
        return key + " is " + shown(found) + (expected == null ? ", which does not fit" : ", expected " + expected);
    }

    /** What a value is, for a message: itself where it is short, else its kind. */
    public static String shown(JsonNode found) {
        String text = found.isMissingNode()
                ? "missing"
                : found.isArray() ? "a list" : found.isObject() ? "an object" : found.toString();
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    /** What begins with this token. */
    public static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    private static @Nullable String kind(@Nullable Class<?> type) {
        if (type == null) {
            return null;
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == float.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
