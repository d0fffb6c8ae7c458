package io.github.electra4j.train.pretrain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A key of a pre-training configuration, for a reader.
 *
 * @param key as in {@code --set key=value} and in the files of {@code config/}
 * @param kind what its values are: the names between bars, or "number" and the like
 * @param small its value in the configuration {@code small}
 * @param meaning one line
 */
public record Setting(String key, String kind, String small, String meaning) {
    private static final String MEANINGS = "settings.properties";

    /**
     * Every key, in the order of {@link PretrainingConfig}: keys and kinds are read off its components, so that none can be left out.
     */
    public static List<Setting> all() throws IOException {
        Map<String, @Nullable Object> small = ConfigFiles.read("small");
        Properties meanings = meanings();
        List<Setting> all = new ArrayList<>();
        for (RecordComponent component : PretrainingConfig.class.getRecordComponents()) {
            String key = ConfigFiles.key(component.getName());
            all.add(new Setting(key, kind(component), plain(small.get(key)), meanings.getProperty(key, "")));
        }
        return all;
    }

    /** The meanings by key, as they stand in the file. */
    static Properties meanings() throws IOException {
        Properties meanings = new Properties();
        try (InputStream in = Objects.requireNonNull(Setting.class.getResourceAsStream(MEANINGS), MEANINGS)) {
            meanings.load(new InputStreamReader(in, UTF_8));
        }
        return meanings;
    }

    private static String plain(@Nullable Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return String.join("|", ConfigFiles.names(type));
        }
        if (type == boolean.class) {
            return "true|false";
        }
        String number = type == double.class || type == Double.class ? "number" : "whole number";
        return ConfigFiles.nullable(component) ? number + " or null" : number;
    }
}
