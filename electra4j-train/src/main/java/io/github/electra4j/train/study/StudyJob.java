package io.github.electra4j.train.study;

import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A study before it starts.
 *
 * @param out its directory
 * @param declaration what is compared; arms that are declared by their parameters get their widths here
 * @param measures what every result is measured by, at least one task
 * @param budgets of a run, one or more
 * @param seeds of pre-training, one run of each arm and budget for each
 * @param train examples that all arms learn from
 * @param heldOut examples to measure on
 * @param vocabulary of the examples
 * @param tokenizer how their text was prepared
 * @param data files that the examples were made from
 * @param tensors device and precision
 * @param replicas threads that work on parts of a step
 * @param turnSeconds how long an arm trains before it is the next one's turn, so that a noisy machine treats all alike
 * @param gramsPerKilowattHour of CO2, where energy is known
 * @param command as it was given, for the provenance
 */
public record StudyJob(
        Path out,
        Declaration declaration,
        Measures measures,
        List<ComputeBudget> budgets,
        List<Long> seeds,
        ExampleSource train,
        ExampleSource heldOut,
        Vocabulary vocabulary,
        TokenizerOptions tokenizer,
        List<Provenance.DataFile> data,
        Tensors tensors,
        int replicas,
        double turnSeconds,
        double gramsPerKilowattHour,
        String command) {
    /** Checks what belongs together. */
    public StudyJob {
        declaration = declaration.sized(vocabulary.size());
        budgets = List.copyOf(budgets);
        seeds = List.copyOf(seeds);
        data = List.copyOf(data);
        if (measures.tasks().isEmpty() || budgets.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException("a study needs at least one task, one budget and one seed");
        }
        if (new HashSet<>(budgets.stream().map(b -> Arm.folder(b.text())).toList()).size() < budgets.size()) {
            throw new IllegalArgumentException("--budget: two of the budgets are the same");
        }
        if (train.size() == 0) {
            throw new IllegalArgumentException("there are no examples to train on; give more text");
        }
        for (Arm arm : declaration.arms()) {
            int length = arm.config().length();
            if (length != declaration.reference().config().length()) {
                throw new IllegalArgumentException("arms: " + arm.name() + " has length " + length + ", and "
                        + declaration.reference().name() + " "
                        + declaration.reference().config().length()
                        + "; all arms learn from the same examples, which have one length");
            }
        }
    }

    /** What every result is fine-tuned on. */
    public List<StudyTask> tasks() {
        return measures.tasks();
    }

    /** What every result is asked of as it is. */
    public List<PairSet> pairs() {
        return measures.pairs();
    }
}
