package io.github.electra4j.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands on the encoder, by the class that {@code config.json} names in {@code architectures}. */
public enum Architecture {
    /** The encoder alone. */
    ENCODER("ElectraModel", "feature-extraction"),
    /** {@code discriminator_predictions.*}: one logit a token, positive for replaced. */
    DISCRIMINATOR("ElectraForPreTraining", null),
    /** The same weights trained as Electric: the number of a token is its energy, low where the token is likely. */
    ENERGY_MODEL("Electra4jForEnergies", null),
    /** {@code generator_predictions.*} and {@code generator_lm_head.bias}: masked-LM logits over tied word embeddings. */
    GENERATOR("ElectraForMaskedLM", "fill-mask"),
    /** Hugging Face's sentence head on [CLS]: {@code classifier.dense}, GELU, {@code classifier.out_proj}. */
    CLASSIFIER("ElectraForSequenceClassification", "text-classification"),
    /** The paper's sentence head, which Hugging Face has no class for: {@code classifier}, one Linear on [CLS]. */
    LINEAR_CLASSIFIER("Electra4jForSequenceClassification", "text-classification"),
    /** {@code classifier}, one Linear on the states of two tokens of a text; Hugging Face has no class for it. */
    RELATION_CLASSIFIER("Electra4jForRelations", "text-classification"),
    /** {@code classifier}, one Linear on every token. */
    TAGGER("ElectraForTokenClassification", "token-classification"),
    /** The paper's joint head of questions, which Hugging Face has no class for: {@code qa_start}, {@code qa_end}, {@code qa_answerable}. */
    JOINT_ANSWERER("Electra4jForQuestionAnswering", "question-answering"),
    /** {@code qa_outputs}, one Linear to start and end. */
    ANSWERER("ElectraForQuestionAnswering", "question-answering"),
    /** {@code sequence_summary.summary} and {@code classifier}: one score an option. */
    CHOOSER("ElectraForMultipleChoice", null);

    private final String className;
    private final @Nullable String pipeline;

    Architecture(String className, @Nullable String pipeline) {
        this.className = className;
        this.pipeline = pipeline;
    }

    /** The name in {@code config.json}. */
    public String className() {
        return className;
    }

    /** Whether Hugging Face's transformers has the class. */
    public boolean isHuggingFace() {
        return !className.startsWith("Electra4j");
    }

    /** The hub's name of the task, or null. */
    @Nullable
    String pipeline() {
        return pipeline;
    }

    /** The architecture that a configuration names, or, where it names none, the one that its tensors are those of. */
    static Architecture of(ConfigFile config, SafeTensors tensors, String source) {
        List<String> names = config.architectures();
        if (names.isEmpty()) {
            return fromTensors(tensors);
        }
        Optional<Architecture> found =
                Arrays.stream(values()).filter(a -> names.contains(a.className)).findFirst();
        return found.orElseThrow(
                () -> new IllegalArgumentException(source + ": architectures: " + names + ", supported: "
                        + Arrays.stream(values()).map(Architecture::className).collect(Collectors.joining(", "))));
    }

    private static Architecture fromTensors(SafeTensors tensors) {
        if (tensors.contains("discriminator_predictions.dense.weight")) {
            return DISCRIMINATOR;
        }
        if (tensors.contains("generator_predictions.dense.weight")) {
            return GENERATOR;
        }
        if (tensors.contains("qa_outputs.weight")) {
            return ANSWERER;
        }
        if (tensors.contains("sequence_summary.summary.weight")) {
            return CHOOSER;
        }
        if (tensors.contains("classifier.out_proj.weight")) {
            return CLASSIFIER;
        }
        return ENCODER;
    }
}
