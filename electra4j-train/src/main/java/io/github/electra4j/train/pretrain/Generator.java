package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network that draws pieces for the chosen positions, and learns to. Each kind is one file. */
public sealed interface Generator permits MaskedGenerator, TwoTowerGenerator {
    /**
     * A part of a step.
     *
     * @param weight of the loss of one position in the sum that is minimised; 0 where nothing is learned
     * @param keeping what is kept for the backward pass
     * @param detailed whether to fill in what only metrics need
     * @param drawing how to draw; null for no draws
     */
    record Work(
            Masked masked,
            double weight,
            Keeping keeping,
            Dropout dropout,
            boolean detailed,
            Losses.@Nullable Drawing drawing) {}

    /** The parameters of the network and its head. */
    List<ParameterSpec> specs();

    /** Loss, draws, and where something is learned the gradients in the leaves. */
    Drawn draw(Leaves leaves, Work work);

    /** Over how many positions of a step its loss is a mean. */
    long judged(Totals totals);

    /** Shape of one of its encoders. */
    ElectraConfig config();

    /** How many encoders of that shape it has. */
    int encoders();

    /** Operations of its forward pass a token, in sequences of {@code length}. */
    double flops(double length, double maskShare);

    /** Share of the tokens for which every piece of the vocabulary is scored. */
    double scored(double maskShare);
}
