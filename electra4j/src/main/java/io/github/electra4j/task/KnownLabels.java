package io.github.electra4j.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the labels of a data set, whatever rows there are.
 *
 * @param names in their official order; empty where they are those of the training rows
 * @param range of the labels of a regression; null where it is that of the training rows
 */
public record KnownLabels(List<String> names, @Nullable LabelRange range) {
    public KnownLabels {
        names = List.copyOf(names);
    }
}
