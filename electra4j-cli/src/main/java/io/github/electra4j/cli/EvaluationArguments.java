package io.github.electra4j.cli;

import io.github.electra4j.Pooling;
import io.github.electra4j.Prompt;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options that say what is measured: the named set of a folder, or what a model is asked that was never fine-tuned. */
final class EvaluationArguments {
    /** Minimal pairs: which of two texts is the likelier. */
    static final String PAIRS = "pairs";

    /** Sentence vectors: how alike two texts are. */
    static final String SIMILARITY = "similarity";

    /** Classes by the words that fit into a prompt. */
    static final String PROMPT = "prompt";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "The named set whose folder --data is, without it the one of training; glue/ax is for models of"
                            + " glue/mnli. Or what a model is asked that is not fine-tuned. pairs: columns good and bad, which is the likelier text."
                            + " similarity: columns of two texts and a number, the cosine of their vectors. prompt: columns of a text and"
                            + " its label, whose word fits best into --prompt.")
    private @Nullable String task;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            description = "Of similarity: mean over all tokens, or cls. Without it, both.")
    private @Nullable String pooling;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Of prompt: a sentence with {text} and [MASK], of pairs also {pair}: '{text} It was [MASK].'")
    private @Nullable String prompt;

    @Option(
            names = "--verbalizer",
            paramLabel = "LABEL=WORD",
            parameterConsumer = OneValueOfAKey.class,
            description = "Of prompt: the word that stands for a label; one for each label.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> verbalizers = new LinkedHashMap<>();

    @Option(
            names = "--calibrate",
            description =
                    "Of prompt: take each word's mean score over all texts off first, so that none is ahead by being"
                            + " frequent. Needs no labels.")
    private boolean calibrate;

    /** The named set; null where none is named. */
    @Nullable
    String set() {
        return task != null && NamedSet.isKnown(task) ? task : null;
    }

    /** What is asked; null of a fine-tuned model. */
    @Nullable
    String task() {
        boolean isSet = set() != null;
        if (task != null && !isSet && !task.equals(PAIRS) && !task.equals(SIMILARITY) && !task.equals(PROMPT)) {
            List<String> names = new ArrayList<>(NamedSet.names());
            names.addAll(List.of(PAIRS, SIMILARITY, PROMPT));
            throw new IllegalArgumentException(
                    "--task " + task + ": expected pairs, similarity or prompt, which need no"
                            + " fine-tuning, or a named set; the task of a fine-tuned model is in its directory, so leave"
                            + " --task out" + UsageErrors.hint(NearestName.of(task, names)));
        }
        require(PROMPT, "--prompt", prompt != null);
        require(PROMPT, "--verbalizer", !verbalizers.isEmpty());
        require(PROMPT, "--calibrate", calibrate);
        require(SIMILARITY, "--pooling", pooling != null);
        return isSet ? null : task;
    }

    private void require(String owner, String option, boolean given) {
        if (given && !owner.equals(task)) {
            throw new IllegalArgumentException(option + " is for --task " + owner + "; add that, or leave it out");
        }
    }

    /** The prompt with its words. */
    Prompt prompt() {
        if (prompt == null) {
            throw new IllegalArgumentException("--prompt is missing: give a sentence with {text} and [MASK], such as"
                    + " --prompt '{text} It was [MASK].', and a --verbalizer LABEL=WORD for each label");
        }
        return new Prompt(prompt, verbalizers);
    }

    boolean calibrated() {
        return calibrate;
    }

    /** How vectors are made. */
    Pooling[] poolings() {
        return pooling == null ? Pooling.values() : new Pooling[] {Choices.pooling(pooling)};
    }

    /** The columns that a task has where none are named. */
    Columns usual() {
        return switch (String.valueOf(task)) {
            case PAIRS -> new Columns("good", "bad", null, null, true);
            case SIMILARITY -> new Columns("sentence1", "sentence2", "score", null, true);
            default -> new Columns("text", prompt != null && prompt().isOfPairs() ? "pair" : null, "label", null, true);
        };
    }
}
