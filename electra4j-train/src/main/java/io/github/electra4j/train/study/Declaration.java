package io.github.electra4j.train.study;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.NearestName;
import io.github.electra4j.train.pretrain.ConfigFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with what: a JSON object of {@code title}, {@code config} (a built-in configuration or a file), {@code set} (settings
 * that all arms have), {@code arms} ({@code name}, {@code set}, {@code published}, {@code parameters_times}), {@code reference} (the arm that the others are tested
 * against; the first where it is not given), {@code published} (what the arms' published scores are), {@code tasks}, {@code pairs} (see {@link Measures}).
 *
 * @param title what is asked
 * @param arms two or more, or the reference alone
 * @param reference the arm that the others are tested against, and whose tokens and seconds a budget is given in
 * @param published what the published scores are, with their source; null where there are none
 * @param measures what the results are measured by; without tasks where others are named at the call
 */
public record Declaration(
        String title,
        List<Arm> arms,
        Arm reference,
        @Nullable String published,
        Measures measures) {
    /** The declarations that come with the program. */
    public static final List<String> BUILT_IN = List.of(
            "objectives",
            "bert",
            "generators",
            "generator-sizes",
            "optimizers",
            "strategies",
            "larger",
            "recipes",
            "encoders",
            "small-budget",
            "measured-arms",
            "measured-finalists",
            "measured-encoders",
            "measured-encoder-together",
            "measured-recipes",
            "measured-published-encoder",
            "measured-parts",
            "measured-generator-depth",
            "measured-wikipedia",
            "measured-wikipedia-longer",
            "measured-wikipedia-muon");

    /** Settings that the declarations of what was measured have, whatever becomes of the configurations: in place of a name of one. */
    private static final String FROZEN = "measured/settings.json";

    /** Checks that every arm has a folder of its own. */
    public Declaration {
        arms = List.copyOf(arms);
        Set<String> folders = new HashSet<>();
        for (Arm arm : arms) {
            if (!folders.add(arm.folder())) {
                throw new IllegalArgumentException(
                        "arms: two are called \"" + arm.name() + "\" but for case and punctuation; rename one");
            }
        }
        if (reference.parametersTimes() != null) {
            throw new IllegalArgumentException(
                    "arms: \"" + reference.name()
                            + "\" is the reference, whose parameters those of the others are multiples of; leave out its parameters_times");
        }
        for (Arm arm : arms) {
            for (Arm other : arms) {
                if (!arm.equals(other)
                        && arm.config().equals(other.config())
                        && Objects.equals(arm.parametersTimes(), other.parametersTimes())) {
                    throw new IllegalArgumentException("arms: \"" + arm.name() + "\" and \"" + other.name()
                            + "\" have the same settings; there is nothing to compare");
                }
            }
        }
    }

    /**
     * Reads a declaration.
     *
     * @param nameOrFile one of {@link #BUILT_IN}, or a JSON file
     * @param config a configuration in place of the declared one; null to keep that
     * @param set settings that win over those that all arms have, and give way to those of an arm
     * @throws IllegalArgumentException where something in it is wrong, by its place in the file
     */
    public static Declaration read(String nameOrFile, @Nullable String config, Map<String, @Nullable Object> set)
            throws IOException {
        Path file = Path.of(nameOrFile);
        Fields fields = BUILT_IN.contains(nameOrFile)
                ? new Fields("declaration " + nameOrFile, builtIn(nameOrFile + ".json"))
                : new Fields(nameOrFile, JsonText.readValues(existing(file)));
        String title = fields.stringOr("title", nameOrFile);
        String base = fields.stringOr("config", "tiny");
        Map<String, @Nullable Object> common = new LinkedHashMap<>(
                config == null && base.equals(FROZEN)
                        ? builtIn(FROZEN)
                        : ConfigFiles.read(config == null ? base : config));
        requireKnown(set);
        common.putAll(fields.settings("set"));
        common.putAll(set);
        List<Arm> arms = new ArrayList<>();
        for (Fields arm : fields.objects("arms")) {
            arms.add(Arm.of(arm, common));
        }
        if (arms.size() < 2) {
            throw new IllegalArgumentException(
                    fields.source() + ": arms: found " + arms.size() + ", expected at least 2 to compare");
        }
        String reference = fields.stringOr("reference", arms.get(0).name());
        String published = fields.optional("published");
        Measures measures = Measures.of(fields, file.toAbsolutePath().getParent());
        fields.requireAllKnown();
        Arm first = arms.stream()
                .filter(arm -> arm.name().equals(reference))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(fields.source() + ": reference: \"" + reference
                        + "\", expected the name of an arm: "
                        + String.join(", ", arms.stream().map(Arm::name).toList())));
        try {
            return new Declaration(title, arms, first, published, measures);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(fields.source() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same with some of its arms alone, the reference always among them.
     *
     * @param parts names, cut at commas, which a name may have too
     * @throws IllegalArgumentException where there is no arm of a name
     */
    public Declaration only(List<String> parts) {
        List<String> known = arms.stream().map(Arm::name).toList();
        List<String> names = whole(parts, known);
        for (String name : names) {
            if (!known.contains(name)) {
                String nearest = NearestName.of(name, known);
                throw new IllegalArgumentException("\"" + name + "\": no such arm"
                        + (nearest == null
                                ? "; there are " + String.join(", ", known)
                                : "; did you mean " + nearest + "?"));
            }
        }
        return new Declaration(
                title,
                arms.stream()
                        .filter(arm -> arm.equals(reference) || names.contains(arm.name()))
                        .toList(),
                reference,
                published,
                measures);
    }

    /**
     * The same with the widths of every arm that is declared by its parameters.
     *
     * @param vocabularySize pieces of the vocabulary
     * @throws IllegalArgumentException where two arms are the same then
     */
    Declaration sized(int vocabularySize) {
        return new Declaration(
                title,
                arms.stream().map(arm -> arm.sized(reference, vocabularySize)).toList(),
                reference,
                published,
                measures);
    }

    /** Names out of their parts: at each place the longest that is known, else the part. */
    private static List<String> whole(List<String> parts, List<String> known) {
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from < parts.size()) {
            int to = parts.size();
            while (to > from + 1 && !known.contains(joined(parts.subList(from, to)))) {
                to--;
            }
            names.add(joined(parts.subList(from, to)));
            from = to;
        }
        return names;
    }

    private static String joined(List<String> parts) {
        return String.join(",", parts).strip();
    }

    /** Settings of the call are refused by their own name, and not by that of the declaration's first arm. */
    private static void requireKnown(Map<String, @Nullable Object> set) throws IOException {
        Set<String> known = ConfigFiles.read("small").keySet();
        for (String key : set.keySet()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                throw new IllegalArgumentException("--set " + key + ": unknown setting"
                        + (nearest == null ? "; `electra help config` lists them" : "; did you mean " + nearest + "?"));
            }
        }
    }

    private static Path existing(Path file) {
        if (Files.isRegularFile(file)) {
            return file;
        }
        String nearest = NearestName.of(file.toString(), BUILT_IN);
        throw new IllegalArgumentException(file + ": no such declaration; expected " + String.join(", ", BUILT_IN)
                + " or a JSON file" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    private static Map<String, @Nullable Object> builtIn(String file) throws IOException {
        try (InputStream in = Declaration.class.getResourceAsStream("/io/github/electra4j/study/" + file)) {
            if (in == null) {
                throw new IOException("the declaration " + file + " is missing from the class path");
            }
            return JsonText.parseValues(new String(in.readAllBytes(), StandardCharsets.UTF_8), "declaration " + file);
        }
    }
}
