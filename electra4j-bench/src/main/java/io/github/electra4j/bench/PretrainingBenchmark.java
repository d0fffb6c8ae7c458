package io.github.electra4j.bench;

import io.github.electra4j.train.tensor.Precision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pre-training ELECTRA-Small, one step over and over on random ids: tokens a second. The peer is {@code
 * bench/peers/pretraining_peer.py}.
 */
public final class PretrainingBenchmark {
    private PretrainingBenchmark() {}

    /**
     * {@code [STEPS [BATCH [PRECISION [REPLICAS [KEY=VALUE...]]]]]}; prints one JSON line with medians over the steps behind the first four.
     */
    public static void main(String[] args) throws Exception {
        int steps = args.length > 0 ? Integer.parseInt(args[0]) : 12;
        int batch = args.length > 1 ? Integer.parseInt(args[1]) : 32;
        Precision precision = Precision.of(args.length > 2 ? args[2] : "bf16");
        int replicas = args.length > 3
                ? Integer.parseInt(args[3])
                : Runtime.getRuntime().availableProcessors();
        List<String> settings = Arrays.asList(args).subList(Math.min(4, args.length), args.length);
        Map<String, Object> result = new LinkedHashMap<>();
        try (SmallSteps small = new SmallSteps(batch, precision, replicas, settings)) {
            for (int i = 0; i < SmallSteps.WARM + steps; i++) {
                small.step();
            }
            result.put("tokens_per_second", small.tokensPerSecond());
            result.put("cpu_seconds_per_step", small.processorSeconds());
        }
        result.put("batch", batch);
        result.put("precision", precision.name());
        result.put("replicas", replicas);
        result.put("settings", settings);
        System.out.println(new JsonMapper().writeValueAsString(result));
    }
}
