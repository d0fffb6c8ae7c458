package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** What the network that is kept learns from a batch: its heads, its loss and the gradient. Each objective is one file. */
public interface EncoderObjective {
    /**
     * A part of a step.
     *
     * @param masked the batch and its chosen positions
     * @param replaced what the network reads
     * @param logNoise as {@link Drawn} has it
     * @param totals numbers of the whole step
     * @param trains whether the gradient is wanted
     * @param detailed whether to fill in what only metrics need
     */
    record Part(
            Masked masked,
            Replaced replaced,
            float @Nullable [] logNoise,
            Totals totals,
            boolean trains,
            boolean detailed) {}

    /**
     * What came of it.
     *
     * @param roots what the gradients are at
     * @param gradients of the weighted loss at the roots; none where nothing is learned
     * @param losses of detection at every place of the batch, in nats, for whoever is rewarded by them; null where replaced tokens are not
     *     detected everywhere
     */
    record Learned(StepResult result, List<Tensor> roots, List<Tensor> gradients, float @Nullable [] losses) {
        Learned(StepResult result, List<Tensor> roots, List<Tensor> gradients) {
            this(result, roots, gradients, null);
        }

        /** Both together, of the same hidden states. */
        Learned plus(Learned other) {
            return new Learned(
                    result.plus(other.result),
                    Stream.concat(roots.stream(), other.roots.stream()).toList(),
                    Stream.concat(gradients.stream(), other.gradients.stream()).toList(),
                    losses);
        }

        /** Takes the gradients to the last hidden states and the heads' parameters. */
        void backward() {
            torch.backward(
                    new TensorVector(roots.toArray(Tensor[]::new)),
                    new TensorVector(gradients.toArray(Tensor[]::new)),
                    new BoolOptional(),
                    false,
                    new TensorVector());
        }
    }

    /** The objective of a configuration. */
    static EncoderObjective of(PretrainingConfig config, String owner, Encoder encoder) {
        return switch (config.objective()) {
            case ELECTRA, ELECTRA_CHOSEN -> new ReplacedTokenDetection(config, owner, encoder);
            case ELECTRIC -> new NoiseContrastiveEstimation(config, owner, encoder);
            case REPLACE_MLM, MASKED_LM -> new MaskedLanguageModel(owner, encoder);
            case ALL_TOKENS_MLM -> new AllTokensLanguageModel(owner, encoder);
        };
    }

    /** The parameters of the heads. */
    List<ParameterSpec> specs();

    /** Those of them that belong to the model that is written; the others serve training alone. */
    default List<ParameterSpec> kept() {
        return specs();
    }

    /** Whether the last hidden states are read at the chosen positions alone. */
    boolean readsChosenAlone();

    /**
     * Hidden states to a loss.
     *
     * @param hidden {@code [rows, hidden]} of the chosen positions, and perhaps others behind them, where {@link #readsChosenAlone}, else {@code [size, length, hidden]}
     */
    Learned learn(Leaves leaves, Tensor hidden, Part part);

    /**
     * Operations of the heads' forward pass a token.
     *
     * @param maskShare chosen positions a token
     */
    double flops(double maskShare);

    /** Share of the tokens for which every piece of the vocabulary is scored. */
    double scored(double maskShare);

    /** Where the tokens of a batch stand that are not padding, as indices into its ids. */
    static int[] tokens(Batch batch) {
        int[] tokens = new int[(int) batch.tokens()];
        int n = 0;
        for (int row = 0; row < batch.size(); row++) {
            for (int i = 0; i < batch.lengths()[row]; i++) {
                tokens[n++] = row * batch.length() + i;
            }
        }
        return tokens;
    }

    /** The hidden states at some places, {@code [places, hidden]}. */
    static Tensor at(Leaves leaves, Tensor hidden, int[] places) {
        return hidden.view(-1, hidden.size(2)).index_select(0, leaves.tensors().longs(places, places.length));
    }
}
