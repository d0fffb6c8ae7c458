package io.github.electra4j.train.study;

import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison.
 *
 * @param name in tables
 * @param config of its pre-training; its number of steps gives way to the budget
 * @param changes the settings in which it differs from the comparison's common ones, for tables
 * @param published the score that a paper gives, in its own unit; null for none
 */
public record Arm(
        String name,
        PretrainingConfig config,
        Map<String, @Nullable Object> changes,
        @Nullable Double published) {
    /** Checks the name. */
    public Arm {
        if (folder(name).isEmpty()) {
            throw new IllegalArgumentException("name: \"" + name + "\", expected letters or digits");
        }
    }

    /** An arm of a declaration on top of common settings. */
    static Arm of(Fields fields, Map<String, @Nullable Object> common) {
        String name = fields.string("name");
        Map<String, @Nullable Object> changes = fields.settings("set");
        double published = fields.numberOr("published", Double.NaN);
        fields.requireAllKnown();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(common);
        values.putAll(changes);
        PretrainingConfig config = ConfigFiles.resolve(values, fields.source() + " (" + name + ")");
        try {
            return new Arm(name, config, changes, Double.isNaN(published) ? null : published);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(fields.source() + ": " + e.getMessage(), e);
        }
    }

    /** The name as a folder's: letters and digits in lower case, all else a hyphen. */
    String folder() {
        return folder(name);
    }

    static String folder(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
    }
}
