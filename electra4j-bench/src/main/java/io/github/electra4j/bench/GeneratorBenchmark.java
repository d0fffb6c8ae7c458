package io.github.electra4j.bench;

import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the generator costs of a pre-training step of ELECTRA-Small: steps with generators of several sizes, depths and kinds, and with none,
 * where pieces are drawn evenly, in turn in one process. The peer is {@code bench/peers/generator_peer.py}.
 */
public final class GeneratorBenchmark {
    /** Two-stage training needs equal shapes. */
    private static final String TWO_STAGE =
            "generator_size=1,strategy=two-stage,embeddings=disentangled,generator_share=";

    private static final Map<String, String> FORMS = new LinkedHashMap<>();

    static {
        FORMS.put("none", "replacements=uniform");
        for (String size : List.of("0.125", "0.25", "0.5", "0.75", "1")) {
            FORMS.put("size " + size, "generator_size=" + size);
        }
        for (String layers : List.of("6", "4", "3", "2")) {
            FORMS.put("size 0.25, layers " + layers, "generator_layers=" + layers);
        }
        FORMS.put("size 0.5, layers 4", "generator_size=0.5,generator_layers=4");
        FORMS.put("adversarial", "strategy=adversarial");
        FORMS.put("tied", "tied=true,generator_size=1,embeddings=shared");
        FORMS.put("two-tower", "replacements=two-tower");
        FORMS.put("two-stage, first", TWO_STAGE + "1");
        // Its first step is the generator's all the same; it is one of those that do not count.
        FORMS.put("two-stage, second", TWO_STAGE + "0");
        FORMS.put("two-stage, second, generator goes on", TWO_STAGE + "0,freeze_generator=false");
    }

    private GeneratorBenchmark() {}

    /**
     * {@code [STEPS [BATCH [PRECISION [FORM...]]]]}; prints one JSON line: of each form the seconds of a step, of the clock and of the
     * processor, medians over the steps behind the first four.
     */
    public static void main(String[] args) throws IOException {
        int steps = args.length > 0 ? Integer.parseInt(args[0]) : 6;
        int batch = args.length > 1 ? Integer.parseInt(args[1]) : 32;
        Precision precision = Precision.of(args.length > 2 ? args[2] : "bf16");
        List<String> names =
                args.length > 3 ? Arrays.asList(args).subList(3, args.length) : List.copyOf(FORMS.keySet());
        Map<String, SmallSteps> forms = new LinkedHashMap<>();
        Map<String, Map<String, Double>> result = new LinkedHashMap<>();
        try {
            for (String name : names) {
                String settings = FORMS.get(name);
                if (settings == null) {
                    throw new IllegalArgumentException("form " + name + ", expected one of " + FORMS.keySet());
                }
                forms.put(
                        name,
                        new SmallSteps(
                                batch,
                                precision,
                                Runtime.getRuntime().availableProcessors(),
                                List.of(settings.split(","))));
            }
            for (int i = 0; i < SmallSteps.WARM + steps; i++) {
                forms.values().forEach(SmallSteps::step);
            }
            forms.forEach((name, form) ->
                    result.put(name, Map.of("seconds", form.seconds(), "cpu_seconds", form.processorSeconds())));
        } finally {
            forms.values().forEach(SmallSteps::close);
        }
        System.out.println(new JsonMapper().writeValueAsString(Map.of("forms", result)));
    }
}
