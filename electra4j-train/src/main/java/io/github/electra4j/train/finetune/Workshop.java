package io.github.electra4j.train.finetune;

import io.github.electra4j.TaskEvaluation;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.fairness.TermExchange;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.HeldOutSlice;
import io.github.electra4j.task.LabeledText;
import io.github.electra4j.task.Task;
import io.github.electra4j.task.TaskRow;
import io.github.electra4j.task.TaskRows;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.model.NamedWeights;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the trainings of one fine-tuning share.
 *
 * @param out the output directory
 * @param model the pre-trained model
 * @param plan the settings
 * @param task with its labels
 * @param network encoder and head
 * @param train rows that are learned from
 * @param counterfactual how many of them are others with terms exchanged
 * @param selection rows that are chosen on; null where nothing is chosen
 * @param selectionPrior the figures there of the predictor that reads no text; null as they are
 * @param dev rows that are measured on
 * @param tensors device and precision
 * @param replicas threads
 */
record Workshop(
        Path out,
        ModelDirectory model,
        FineTuningPlan plan,
        Task<?, ?, ?> task,
        TaskNetwork network,
        EncodedRows<?, ?, ?> train,
        int counterfactual,
        @Nullable EncodedRows<?, ?, ?> selection,
        @Nullable Evaluation selectionPrior,
        EncodedRows<?, ?, ?> dev,
        Tensors tensors,
        Replicas replicas) {
    static Workshop of(
            Path out,
            ModelDirectory model,
            FineTuningPlan plan,
            FineTuningData data,
            Tensors tensors,
            Replicas replicas) {
        FineTuningConfig config = plan.config();
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(model.vocabulary(), model.tokenizerOptions());
        TaskRows<?, ?, ?> train = data.train();
        EncodedRows<?, ?, ?> dev = data.dev().encode(tokenizer, config.maxLength());
        EncodedRows<?, ?, ?> selection = null;
        HeldOutSlice slice = plan.slice(data);
        if (plan.chooses() && plan.selection() == Selection.DEV) {
            selection = dev;
        } else if (slice != null) {
            train = slice.train();
            selection = slice.heldOut().encode(tokenizer, config.maxLength());
        }
        // Behind the slice: what is chosen on has no second form that is learned from.
        int before = train.size();
        TermExchange exchange = plan.precautions().exchange();
        train = exchange == null ? train : train.withRewritten(exchange::exchanged);
        int counterfactual = train.size() - before;
        if (plan.bothOrders() && train.task() instanceof TextTask task) {
            train = new TaskRows<>(task, inBothOrders(train.rows()));
        }
        EncodedRows<?, ?, ?> learned =
                train.weighted(plan.imbalance().weights()).encode(tokenizer, config.maxLength());
        return new Workshop(
                out,
                model,
                plan,
                data.task(),
                TaskNetwork.of(model.config().config(), config, data.task()),
                plan.imbalance().balancedSampling() ? learned.balanced() : learned,
                counterfactual,
                selection,
                selection == null ? null : selection.rows().ofPrior(train.prior()),
                dev,
                tensors,
                replicas);
    }

    /** That answers to the rows that are chosen on are all one, as a sentence; null where they are not. */
    @Nullable
    String fallen(Evaluation chosenOn) {
        return TaskEvaluation.fallen(task, chosenOn, Objects.requireNonNull(selectionPrior), plan.metric());
    }

    private static List<LabeledText> inBothOrders(List<? extends TaskRow> rows) {
        List<LabeledText> both = new ArrayList<>();
        rows.forEach(row -> both.add((LabeledText) row));
        for (LabeledText row : List.copyOf(both)) {
            both.add(new LabeledText(
                    row.id(), Objects.requireNonNull(row.pair()), row.text(), row.label(), row.file(), row.line()));
        }
        return both;
    }

    /** Sets the encoder's parameters; the head stays fresh, whatever head the model had. */
    void loadEncoder(Parameters target) throws IOException {
        Tensors plain = new Tensors(tensors.device(), Precision.FP32);
        try (Parameters encoder = new Parameters(network.encoder().specs(), plain, 0, 0)) {
            NamedWeights.of(TaskNetwork.OWNER)
                    .load(encoder, model.tensors())
                    .requireWhole(model.tensors().file(), "the encoder");
            for (Parameters.Slot slot : encoder.slots()) {
                String name = slot.spec().name();
                target.set(name, encoder.get(name));
            }
        }
        target.refresh(0, target.size());
    }
}
