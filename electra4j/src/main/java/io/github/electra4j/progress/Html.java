package io.github.electra4j.progress;

/** HTML in the making. What is not markup goes in by {@link #text} and {@link #attribute}, which escape it. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Adds markup as it is; never anything that comes from data. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds text. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                // HTML forbids the other control characters, and a lone half of a pair is no character.
                default -> out.append(Character.isISOControl(c) || isLone(text, i) ? '\ufffd' : c);
            }
        }
        return this;
    }

    /** Adds an attribute with a space before it. */
    Html attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        return text(value).raw("\"");
    }

    /** Adds an element that holds text alone. */
    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
