package io.github.electra4j.task;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What is said of labelled rows without a text, which are learned and measured as they are. */
public final class EmptyTexts {
    private EmptyTexts() {}

    /**
     * A sentence with the place of the first of them; none where there are none.
     *
     * @param things what is empty, such as {@code questions}
     */
    public static <R extends TaskRow> List<String> remarks(List<R> rows, Predicate<R> empty, String things) {
        List<R> found = rows.stream().filter(empty).toList();
        return found.isEmpty()
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%,d of %,d %s are empty; the first stands at %s",
                        found.size(),
                        rows.size(),
                        things,
                        found.get(0).place()));
    }
}
