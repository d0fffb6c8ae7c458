package io.github.electra4j.serve.runs;

/** Names of runs for addresses, where a slash would begin another part. */
final class RunName {
    private RunName() {}

    /**
     * The name of a path: a {@code ~} for a slash, and a {@code =} with four hexadecimal digits for whatever is neither letter, digit, point,
     * hyphen nor underscore. No two paths have one name. The folder itself is called {@code ~}.
     */
    static String of(String path) {
        if (path.isEmpty()) {
            return "~";
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                name.append('~');
            } else if (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_') {
                name.append(c);
            } else {
                name.append(String.format("=%04x", (int) c));
            }
        }
        return name.toString();
    }
}
