package io.github.electra4j.task.qa;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an English question asks for, by its question word: for the analysis of errors. */
public final class QuestionWord {
    /** The group of questions without one of these words. */
    public static final String OTHER = "other";

    /** All groups, in the order in which they are shown. */
    public static final List<String> GROUPS =
            List.of("what", "who", "when", "where", "which", "why", "how", "how many", OTHER);

    private static final Pattern WORDS =
            Pattern.compile("\\b(how (?:many|much)|whom?|whose|what|when|where|which|why|how)\\b");

    private static final Map<String, String> SAME = Map.of("whom", "who", "whose", "who", "how much", "how many");

    private QuestionWord() {}

    /** The group of a question: the first question word in it, wherever it stands. */
    public static String of(String question) {
        Matcher words = WORDS.matcher(question.toLowerCase(Locale.ROOT));
        if (!words.find()) {
            return OTHER;
        }
        return SAME.getOrDefault(words.group(), words.group());
    }
}
