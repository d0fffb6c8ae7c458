package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.progress.RunView;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run was started with, {@code run.json}: a run that is gone on with must be the same one.
 *
 * @param values every setting by its key, the resolved configuration among them
 */
record RunDescription(Map<String, @Nullable Object> values) {
    static final String FILE = RunView.SETTINGS;

    /** How the text was read; left out where nothing differs from the defaults. */
    static final String TEXT_OPTIONS = "text_options";

    /** The git revision of the electra4j that started the run; null where not known. */
    static final String REVISION = "revision";

    /** Settings that describe a start and not the run. */
    private static final List<String> FREE = List.of("command", REVISION);

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The description in a run directory, or null where no run was started. */
    static @Nullable RunDescription read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return new RunDescription(JsonText.readValues(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; expected what the run was started with. Its saved states are in "
                            + run.resolve("state") + " and are not touched: put a copy of the file back, or delete this"
                            + " file alone and give the command again with the options that the run was started with",
                    e);
        }
    }

    /** What it says of the text alone. */
    RunDescription text() {
        return new RunDescription(Map.of(TEXT_OPTIONS, Objects.requireNonNullElse(values.get(TEXT_OPTIONS), Map.of())));
    }

    /** What it says of some settings alone. */
    RunDescription only(Set<String> keys) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>(values);
        some.keySet().retainAll(keys);
        return new RunDescription(some);
    }

    void write(Path run) throws IOException {
        AtomicFiles.writeString(run.resolve(FILE), MAPPER.writeValueAsString(values) + "\n");
    }

    /**
     * Checks that this is the run that was started.
     *
     * @throws IllegalArgumentException naming each setting that differs, as it was and as it is asked for
     */
    void requireSame(RunDescription asked, Path run) {
        List<String> differences = differences(asked);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(run + " holds a run of other settings: " + String.join("; ", differences)
                    + ". Go on with the settings it was started with, or choose another --out");
        }
    }

    /** Whether this is the run that is asked for. */
    boolean isSame(RunDescription asked) {
        return differences(asked).isEmpty();
    }

    private List<String> differences(RunDescription asked) {
        List<String> differences = new ArrayList<>();
        Map<String, @Nullable Object> other = MAPPER.convertValue(asked.values, new TypeReference<>() {});
        TreeSet<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(other.keySet());
        keys.removeAll(FREE);
        for (String key : keys) {
            if (!same(values.get(key), other.get(key))) {
                differences.add(key + " was " + values.get(key) + ", asked for is " + other.get(key));
            }
        }
        return differences;
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            boolean whole = isWhole(x) && isWhole(y);
            return whole ? x.toString().equals(y.toString()) : x.doubleValue() == y.doubleValue();
        }
        return Objects.equals(a, b);
    }

    /** Whether it is exact, as a seed is, which a floating-point number of its size may not be. */
    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    }
}
