package io.github.electra4j.checkpoint;

import io.github.electra4j.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person should know before using a model: {@code MODEL_CARD.md} in a model directory, with a front matter that Hugging
 * Face's hub reads once the file is called {@code README.md} there.
 *
 * @param name what the model is called
 * @param config the network and its head
 * @param architecture its head
 * @param parameters number of weights in the file
 * @param provenance where it comes from
 * @param scores what was measured
 * @param task what a fine-tuned model needs to know of its task, or null
 */
public record ModelCard(
        String name,
        ConfigFile config,
        Architecture architecture,
        long parameters,
        Provenance provenance,
        List<Score> scores,
        @Nullable TaskSettings task) {
    /** The file's name in a model directory. */
    public static final String NAME = "MODEL_CARD.md";

    public ModelCard {
        scores = List.copyOf(scores);
    }

    /** The text of the file. */
    public String toMarkdown() {
        StringBuilder out = new StringBuilder();
        frontMatter(out);
        out.append("# ").append(name).append("\n\n").append(what()).append("\n\n");
        out.append("## Intended use\n\n").append(use()).append("\n\n").append(outputs());
        scores(out);
        limits(out);
        data(out);
        compute(out);
        settings(out);
        return out.toString();
    }

    private boolean loadsInTransformers() {
        return config.config().isFaithful() && architecture.isHuggingFace();
    }

    private void frontMatter(StringBuilder out) {
        out.append("---\n");
        if (loadsInTransformers()) {
            out.append("library_name: transformers\n");
            if (architecture.pipeline() != null) {
                out.append("pipeline_tag: ").append(architecture.pipeline()).append('\n');
            }
        }
        out.append("tags:\n- electra\n- electra4j\n");
        if (scores.stream().anyMatch(score -> Double.isFinite(score.value()))) {
            String task = architecture.pipeline() == null ? "other" : architecture.pipeline();
            out.append("model-index:\n- name: ").append(quoted(name)).append("\n  results:\n");
            for (Score score : scores) {
                // The hub's readers expect a number; an undefined one stands in the table alone.
                if (!Double.isFinite(score.value())) {
                    continue;
                }
                out.append("  - task:\n      type: ").append(task);
                out.append("\n    dataset:\n      type: ").append(quoted(score.data()));
                out.append("\n      name: ").append(quoted(score.data()));
                out.append("\n    metrics:\n    - type: ").append(quoted(score.metric()));
                out.append("\n      value: ").append(number(score.value())).append('\n');
            }
        }
        out.append("---\n\n");
    }

    private String what() {
        ElectraConfig c = config.config();
        String kind =
                switch (architecture) {
                    case ENCODER -> "An ELECTRA encoder";
                    case DISCRIMINATOR ->
                        "An ELECTRA discriminator: an encoder that tells which tokens of a text were replaced";
                    case ENERGY_MODEL ->
                        "An Electric model: an encoder that gives every token of a text an energy, low where the token is likely";
                    case GENERATOR ->
                        "An ELECTRA generator: a small masked language model, the discriminator's partner in pre-training";
                    case CLASSIFIER, LINEAR_CLASSIFIER ->
                        config.labels().isEmpty() || "regression".equals(config.problemType())
                                ? "An ELECTRA encoder fine-tuned to give a number for a text"
                                : "An ELECTRA encoder fine-tuned to classify text";
                    case RELATION_CLASSIFIER ->
                        "An ELECTRA encoder fine-tuned to name the relation between two places of a text";
                    case TAGGER -> "An ELECTRA encoder fine-tuned to tag words";
                    case ANSWERER, JOINT_ANSWERER -> "An ELECTRA encoder fine-tuned to find answers in a text";
                    case CHOOSER -> "An ELECTRA encoder fine-tuned to choose among options";
                };
        String shape = String.format(
                Locale.ROOT,
                "%s. %,d weights: %d layers of width %d, %d heads, embeddings of width %d, a vocabulary of %,d word pieces,"
                        + " sequences of up to %d tokens.",
                kind,
                parameters,
                c.layers(),
                c.hiddenSize(),
                c.heads(),
                c.embeddingSize(),
                c.vocabSize(),
                c.maxPositions());
        return loadsInTransformers()
                ? shape + " It loads in electra4j, and in transformers as `" + architecture.className() + "`."
                : shape + " It loads in electra4j; transformers has no class that computes it ("
                        + (config.config().isFaithful() ? different() : ConfigFile.describe(c))
                        + ").";
    }

    /** Why transformers has no class for a network that it could compute but for its head. */
    private String different() {
        return switch (architecture) {
            case ENERGY_MODEL ->
                "`ElectraForPreTraining` takes the weights, and what it calls logits are then energies";
            case RELATION_CLASSIFIER -> "its head is a linear layer on the states of two tokens";
            case JOINT_ANSWERER -> "its head is the paper's, which judges the end of an answer beside its start";
            default -> "its head is the paper's, one linear layer";
        };
    }

    private String use() {
        return switch (architecture) {
            case ENERGY_MODEL ->
                "To score texts by how likely they are, and to be fine-tuned for a task. The sum of minus the energies of a text is its"
                        + " pseudo-log-likelihood, unnormalised: it orders texts, and is no probability.";
            case ENCODER, DISCRIMINATOR ->
                "To be fine-tuned for a task: classification, regression, tagging, answering questions."
                        + " As it is, it gives vectors of texts, and a discriminator the probability that a token does not belong.";
            case GENERATOR ->
                "To go on with pre-training, and to fill in masked tokens. For fine-tuning, take the discriminator.";
            default ->
                "For texts like those that it was fine-tuned and measured on. Measure it on your own before relying on it.";
        };
    }

    /**
     * What other programs do not know of the outputs: between which labels those lie that a regression learned as 0 to 1, and what logits are divided
     * by.
     */
    private String outputs() {
        if (task == null || !loadsInTransformers()) {
            return "";
        }
        if (task.extra().get(TaskSettings.LABEL_LEAST) instanceof Number least
                && task.extra().get(TaskSettings.LABEL_GREATEST) instanceof Number greatest) {
            return "electra4j gives values in the unit of the labels. In transformers the output is on the scale on which they were"
                    + " learned, 0 for the least and 1 for the greatest: the value is " + least + " + output x ("
                    + greatest
                    + " - " + least + ").\n\n";
        }
        return task.extra().get(TaskSettings.TEMPERATURE) instanceof Number temperature
                ? "electra4j divides the logits by the temperature " + temperature
                        + " before the softmax. transformers does not; its probabilities are others.\n\n"
                : "";
    }

    private void scores(StringBuilder out) {
        out.append("## Scores\n\n");
        if (scores.isEmpty()) {
            out.append("None was measured.\n\n");
            return;
        }
        out.append("| data | metric | score | seeds | compared with |\n|---|---|---|---|---|\n");
        for (Score s : scores) {
            out.append("| ").append(cell(s.data())).append(" | ").append(cell(s.metric()));
            out.append(" | ").append(number(s.value()));
            if (s.deviation() != null) {
                out.append(" ± ").append(number(s.deviation()));
            }
            out.append(" | ").append(s.seeds()).append(" | ");
            out.append(s.baseline() == null ? "" : number(s.baseline()) + " " + cell(s.baselineName()));
            out.append(" |\n");
        }
        out.append('\n');
    }

    private void limits(StringBuilder out) {
        Provenance.Compute spent = provenance.compute();
        out.append("## Limits\n\n");
        out.append(
                "- It knows the language and the subjects of its training text alone, and repeats the biases of that text.\n");
        out.append("- Text beyond ").append(config.config().maxPositions()).append(" tokens is not seen at once.\n");
        if (architecture == Architecture.DISCRIMINATOR
                || architecture == Architecture.ENERGY_MODEL
                || architecture == Architecture.GENERATOR) {
            out.append(String.format(
                            Locale.ROOT,
                            "- It was trained on %,d tokens; the published ELECTRA-Small saw 16 thousand million (1M steps of 128 x"
                                    + " 128).%n",
                            spent.tokens())
                    .replace(System.lineSeparator(), "\n"));
        }
        out.append("- The scores are of the data named beside them; on other data they may be far lower.\n\n");
    }

    private void data(StringBuilder out) {
        out.append("## Data\n\n");
        if (provenance.data().isEmpty()) {
            out.append("None was recorded.\n\n");
        } else {
            out.append("| file | bytes | SHA-256 |\n|---|---|---|\n");
            for (Provenance.DataFile file : provenance.data()) {
                out.append("| ").append(cell(file.name())).append(" | ");
                out.append(String.format(Locale.ROOT, "%,d", file.bytes()))
                        .append(" | `")
                        .append(file.sha256())
                        .append("` |\n");
            }
            out.append('\n');
        }
        for (Provenance.Parent parent : provenance.parents()) {
            out.append("Made from `")
                    .append(parent.name())
                    .append("`, weights `")
                    .append(parent.sha256())
                    .append("`.\n\n");
        }
    }

    private void compute(StringBuilder out) {
        Provenance.Compute spent = provenance.compute();
        out.append("## Compute\n\n");
        out.append(String.format(
                Locale.ROOT,
                "%,d steps, %,d tokens, %.2e floating-point operations, %s",
                spent.steps(),
                spent.tokens(),
                spent.flops(),
                duration(spent.seconds())));
        out.append(spent.device().isEmpty() ? ".\n\n" : " on " + spent.device() + ".\n\n");
    }

    private void settings(StringBuilder out) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(provenance.settings())
                .forEach((key, value) -> lines.add(key + " = " + JsonText.compact(JsonText.node(value))));
        out.append("## How it was made\n\n```\n")
                .append(provenance.command().replace("```", "` ` `"))
                .append("\n```\n\n");
        out.append("electra4j ").append(provenance.version());
        if (provenance.revision() != null) {
            out.append(" (").append(provenance.revision()).append(')');
        }
        out.append(", Java ").append(provenance.java()).append(", ").append(provenance.os());
        out.append(", seed ")
                .append(provenance.seed())
                .append(", ")
                .append(provenance.created())
                .append(".\n");
        if (!lines.isEmpty()) {
            out.append("\n```\n")
                    .append(String.join("\n", lines).replace("```", "` ` `"))
                    .append("\n```\n");
        }
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f seconds", seconds)
                : seconds < 7200
                        ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "undefined";
    }

    private static String quoted(String text) {
        return JsonText.compact(JsonText.node(text));
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : text.replace("|", "\\|").replace("\n", " ");
    }
}
