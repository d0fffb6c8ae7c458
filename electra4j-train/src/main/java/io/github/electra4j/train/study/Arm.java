package io.github.electra4j.train.study;

import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.tensor.Precision;
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
 * @param parametersTimes how many times the reference's parameters the network that is kept is to have: {@link #sized}; null for as many
 *     as its settings give
 */
public record Arm(
        String name,
        PretrainingConfig config,
        Map<String, @Nullable Object> changes,
        @Nullable Double published,
        @Nullable Double parametersTimes) {
    private static final double MOST_TIMES = 100;
    private static final String EMBEDDING = "embedding_size";
    private static final String HIDDEN = "hidden_size";
    private static final String INTERMEDIATE = "intermediate_size";

    /** Checks the name and the size. */
    public Arm {
        if (folder(name).isEmpty()) {
            throw new IllegalArgumentException("name: \"" + name + "\", expected letters or digits");
        }
        if (parametersTimes != null && !(parametersTimes > 0 && parametersTimes <= MOST_TIMES)) {
            throw new IllegalArgumentException(
                    "parameters_times: " + parametersTimes + ", expected above 0, at most " + MOST_TIMES);
        }
    }

    /** An arm of a declaration on top of common settings. */
    static Arm of(Fields fields, Map<String, @Nullable Object> common) {
        String name = fields.string("name");
        Map<String, @Nullable Object> changes = fields.settings("set");
        double published = fields.numberOr("published", Double.NaN);
        double times = fields.numberOr("parameters_times", Double.NaN);
        fields.requireAllKnown();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(common);
        values.putAll(changes);
        PretrainingConfig config = ConfigFiles.resolve(values, fields.source() + " (" + name + ")");
        try {
            return new Arm(
                    name,
                    config,
                    changes,
                    Double.isNaN(published) ? null : published,
                    Double.isNaN(times) ? null : times);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(fields.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same with its widths chosen where it is declared by its parameters: those of embeddings, hidden states and feed-forward layers all
     * by one factor, to what comes nearest, with as many heads of an even width, as rotary positions need it.
     *
     * @param reference whose parameters are multiplied
     * @param vocabularySize pieces of the vocabulary, whose embeddings are most of a small network
     */
    Arm sized(Arm reference, int vocabularySize) {
        if (parametersTimes == null) {
            return this;
        }
        double wanted = parametersTimes * parameters(reference.config, vocabularySize);
        int step = 2 * config.heads();
        PretrainingConfig below = wide(step);
        PretrainingConfig above = below;
        for (int hidden = 2 * step; parameters(above, vocabularySize) < wanted; hidden += step) {
            below = above;
            above = wide(hidden);
        }
        boolean nearer = wanted - parameters(below, vocabularySize) < parameters(above, vocabularySize) - wanted;
        PretrainingConfig chosen = nearer ? below : above;
        Map<String, @Nullable Object> widths = new LinkedHashMap<>(changes);
        widths.put(EMBEDDING, chosen.embeddingSize());
        widths.put(HIDDEN, chosen.hiddenSize());
        widths.put(INTERMEDIATE, chosen.intermediateSize());
        return new Arm(name, chosen, widths, published, null);
    }

    private PretrainingConfig wide(int hidden) {
        double factor = (double) hidden / config.hiddenSize();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(ConfigFiles.values(config));
        values.put(EMBEDDING, Math.round(factor * config.embeddingSize()));
        values.put(HIDDEN, hidden);
        values.put(INTERMEDIATE, Math.round(factor * config.intermediateSize()));
        return ConfigFiles.resolve(values, name);
    }

    private static long parameters(PretrainingConfig config, int vocabularySize) {
        return new PretrainingPlan(config, vocabularySize, Precision.FP32, 1).keptParameters();
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
