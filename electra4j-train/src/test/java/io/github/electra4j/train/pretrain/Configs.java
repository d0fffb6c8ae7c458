package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.checkpoint.ElectraConfig.Positions;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.vocab.Vocabulary;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small configurations and vocabularies for tests. */
final class Configs {
    /** The shapes of the networks in {@code src/test/resources/huggingface}, no dropout; the published recipe otherwise. */
    private static final Map<String, Object> TINY = Map.ofEntries(
            Map.entry("embeddingSize", 16),
            Map.entry("hiddenSize", 32),
            Map.entry("layers", 2),
            Map.entry("heads", 4),
            Map.entry("intermediateSize", 64),
            Map.entry("maxPositions", 40),
            Map.entry("norm", Norm.POST),
            Map.entry("positions", Positions.LEARNED),
            Map.entry("biases", true),
            Map.entry("feedForward", FeedForward.GELU),
            Map.entry("generatorSize", 0.5),
            Map.entry("generatorHiddenSize", 24),
            Map.entry("generatorHeads", 3),
            Map.entry("generatorIntermediateSize", 48),
            Map.entry("embeddings", Sharing.SHARED),
            Map.entry("objective", Objective.ELECTRA),
            Map.entry("replacements", Replacements.GENERATOR),
            Map.entry("strategy", Strategy.JOINT),
            Map.entry("generatorShare", 0.5),
            Map.entry("generatorWeight", 1.0),
            Map.entry("discriminatorWeight", 50.0),
            Map.entry("maskShare", 0.15),
            Map.entry("maskUnits", MaskUnits.PIECES),
            Map.entry("maskTokenShare", 0.85),
            Map.entry("temperature", 1.0),
            Map.entry("length", 12),
            Map.entry("batch", 4),
            Map.entry("accumulation", 1),
            Map.entry("steps", 10L),
            Map.entry("learningRate", 0.01),
            Map.entry("secondStageRate", 1.0),
            Map.entry("schedule", Schedule.LINEAR),
            Map.entry("warmup", 0L),
            Map.entry("warmupCap", 1.0),
            Map.entry("optimizer", Matrices.ADAM),
            Map.entry("matrixRate", 1.0),
            Map.entry("weightDecay", 0.01),
            Map.entry("adamBeta1", 0.9),
            Map.entry("adamBeta2", 0.999),
            Map.entry("adamEpsilon", 1e-6),
            Map.entry("clip", 1.0),
            Map.entry("initializerRange", 0.02));

    /** Options that make the generator's shape the discriminator's. */
    static final Object[] EQUAL_SHAPES = {
        "generatorHiddenSize", 32, "generatorHeads", 4, "generatorIntermediateSize", 64
    };

    /** Options for one encoder under both heads. */
    static final Object[] TIED = with(EQUAL_SHAPES, "tied", true);

    /** Options for generator and discriminator of one shape, as two-stage training needs. */
    static final Object[] TWO_STAGE = with(
            EQUAL_SHAPES,
            "strategy",
            Strategy.TWO_STAGE,
            "embeddings",
            Sharing.DISENTANGLED,
            "freezeGenerator",
            true,
            "startFromGenerator",
            true,
            "steps",
            10L,
            "generatorShare",
            0.4);

    private Configs() {}

    /** The tiny configuration with some components set: names and values by turns; numbers not named are 0, nullable ones null. */
    static PretrainingConfig tiny(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>(TINY);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        List<Class<?>> types = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : PretrainingConfig.class.getRecordComponents()) {
            Object value = values.remove(component.getName());
            types.add(component.getType());
            arguments.add(value != null ? value : nothing(component.getType()));
        }
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("no component " + values.keySet());
        }
        try {
            return PretrainingConfig.class
                    .getDeclaredConstructor(types.toArray(new Class<?>[0]))
                    .newInstance(arguments.toArray());
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == double.class ? 0.0 : null;
    }

    /** So many pieces; [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4 as in the fixture. */
    static Vocabulary vocabulary(int size) {
        List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL);
        while (tokens.size() < size) {
            tokens.add("piece" + tokens.size());
        }
        return Vocabulary.of(tokens);
    }

    /** Options followed by more; the later of two of one name counts. */
    static Object[] with(Object[] options, Object... more) {
        Object[] both = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, both, options.length, more.length);
        return both;
    }
}
