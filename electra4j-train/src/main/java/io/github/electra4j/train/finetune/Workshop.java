package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.task.HeldOutSlice;
import io.github.electra4j.task.LabeledText;
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
 * @param selection rows that are chosen on; null where nothing is chosen
 * @param dev rows that are measured on
 * @param tensors device and precision
 * @param replicas threads
 */
record Workshop(
        Path out,
        ModelDirectory model,
        FineTuningPlan plan,
        TextTask task,
        TextNetwork network,
        Part train,
        @Nullable Part selection,
        Part dev,
        Tensors tensors,
        Replicas replicas) {
    /** Rows, as text, as word pieces, and what is to be learned from them. */
    record Part(List<LabeledText> rows, EncodedTexts texts, FineTuner.Targets targets) {
        static Part of(TextTask task, List<LabeledText> rows, WordPieceTokenizer tokenizer, int maxLength) {
            return new Part(rows, EncodedTexts.of(rows, tokenizer, maxLength), FineTuningData.targets(task, rows));
        }
    }

    static Workshop of(
            Path out,
            ModelDirectory model,
            FineTuningPlan plan,
            FineTuningData data,
            Tensors tensors,
            Replicas replicas) {
        FineTuningConfig config = plan.config();
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(model.vocabulary(), model.tokenizerOptions());
        List<LabeledText> train = data.train();
        Part dev = Part.of(data.task(), data.dev(), tokenizer, config.maxLength());
        Part selection = null;
        HeldOutSlice slice = plan.slice(data);
        if (plan.chooses() && plan.selection() == Selection.DEV) {
            selection = dev;
        } else if (slice != null) {
            train = slice.train();
            selection = Part.of(data.task(), slice.heldOut(), tokenizer, config.maxLength());
        }
        if (plan.bothOrders()) {
            train = inBothOrders(train);
        }
        return new Workshop(
                out,
                model,
                plan,
                data.task(),
                TextNetwork.of(model.config().config(), config, data.task().outputs()),
                Part.of(data.task(), train, tokenizer, config.maxLength()),
                selection,
                dev,
                tensors,
                replicas);
    }

    private static List<LabeledText> inBothOrders(List<LabeledText> rows) {
        List<LabeledText> both = new ArrayList<>(rows);
        for (LabeledText row : rows) {
            both.add(new LabeledText(
                    row.id(), Objects.requireNonNull(row.pair()), row.text(), row.label(), row.file(), row.line()));
        }
        return both;
    }

    /** Sets the encoder's parameters; the head stays fresh, whatever head the model had. */
    void loadEncoder(Parameters target) throws IOException {
        Tensors plain = new Tensors(tensors.device(), Precision.FP32);
        try (Parameters encoder = new Parameters(network.encoder().specs(), plain, 0, 0)) {
            NamedWeights.of(TextNetwork.OWNER)
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
