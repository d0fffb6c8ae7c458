package io.github.electra4j.train.model;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.model.Sequences.Direction;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.LayerStack.Keeping;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A two-tower cloze model (Baevski et al., 2019; Clark et al., Electric, 2020, section 2.3): one encoder reads from left to right, one
 * from right to left, and token t is predicted from the left tower's state at t-1 and the right tower's at t+1. Neither has seen
 * token t, so that one pass gives the distribution of every token given all others, without [MASK].
 *
 * <p>Both towers have one set of embeddings, under {@code owner/electra.embeddings}.
 */
public final class TwoTower {
    private final ElectraConfig config;
    private final Encoder left;
    private final Encoder right;
    private final GeneratorHead head;

    /**
     * Two towers and their head.
     *
     * @param owner first part of their parameters' paths
     * @param config shape of each tower
     */
    public TwoTower(String owner, ElectraConfig config) {
        this.config = config;
        left = new Encoder(owner + "/left", config, owner, Sharing.SHARED);
        right = new Encoder(owner + "/right", config, owner, Sharing.SHARED);
        head = new GeneratorHead(owner, config, left.embeddings(), 2 * config.hiddenSize());
    }

    /** What the backward passes of both towers need. */
    public record Stacks(LayerStack left, LayerStack right) {
        public static Stacks keeping(Keeping keeping) {
            return new Stacks(LayerStack.keeping(keeping), LayerStack.keeping(keeping));
        }

        /** Takes the gradients down both towers; the engine's backward pass must have ended at their states. */
        public void backward() {
            left.backward();
            right.backward();
        }
    }

    /** Shape of each tower. */
    public ElectraConfig config() {
        return config;
    }

    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(left.embeddings().specs());
        specs.addAll(left.specs());
        specs.addAll(right.specs());
        specs.addAll(head.specs());
        return specs;
    }

    /**
     * Scores of every word piece at some places, {@code [places, vocabulary]}; the piece that stands there is not seen.
     *
     * @param places indices into the batch's ids, none of padding
     */
    public Tensor forward(Leaves leaves, Batch batch, int[] places, Dropout dropout, Stacks stacks) {
        Sequences in = Sequences.of(batch, leaves.tensors());
        Tensor before = run(left, leaves, in.seeing(Direction.LEFT_TO_RIGHT, leaves.tensors()), dropout, stacks.left());
        Tensor behind =
                run(right, leaves, in.seeing(Direction.RIGHT_TO_LEFT, leaves.tensors()), dropout, stacks.right());
        int n = batch.size() * batch.length();
        int[] previous = new int[places.length];
        int[] next = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            int column = places[i] % batch.length();
            previous[i] = column == 0 ? n : places[i] - 1;
            next[i] = column == batch.lengths()[places[i] / batch.length()] - 1 ? n : places[i] + 1;
        }
        Tensor states = torch.cat(
                new TensorVector(
                        before.index_select(0, leaves.tensors().longs(previous, previous.length)),
                        behind.index_select(0, leaves.tensors().longs(next, next.length))),
                -1);
        return head.forward(leaves, states);
    }

    /** States row by row, and a row of zeros behind them for what is beyond a text's ends. */
    private Tensor run(Encoder tower, Leaves leaves, Sequences in, Dropout dropout, LayerStack stack) {
        Tensor rows = tower.forward(leaves, in, dropout, stack).view(-1, config.hiddenSize());
        return torch.cat(new TensorVector(rows, rows.new_zeros(1, config.hiddenSize())), 0);
    }
}
