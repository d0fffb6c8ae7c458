package io.github.electra4j.train.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Gradient checkpointing (Chen et al., Training deep nets with sublinear memory cost, 2016) of one pass through a stack of layers:
 * forward keeps the input of each layer and nothing else, backward runs each layer again, with the same dropout, from the last to
 * the first. A third more work, and the activations of one layer in memory in place of all.
 */
public final class Checkpoints {
    private final boolean active;
    private final List<Layer> layers = new ArrayList<>();
    private Dropout dropout = Dropout.none();
    private @Nullable Tensor start;
    private @Nullable Tensor end;

    private record Layer(UnaryOperator<Tensor> function, Tensor input, long position) {}

    private Checkpoints(boolean active) {
        this.active = active;
    }

    /** No checkpoints: the engine keeps what it needs. */
    public static Checkpoints none() {
        return new Checkpoints(false);
    }

    /** Checkpoints of one forward pass that a backward pass follows, or none. */
    public static Checkpoints of(boolean active) {
        return new Checkpoints(active);
    }

    /**
     * Runs layers, each on what the one before gave.
     *
     * @param dropout which the layers draw their masks from
     */
    public Tensor run(Tensor x, List<UnaryOperator<Tensor>> functions, Dropout dropout) {
        Tensor output = active ? x.detach() : x;
        if (!active) {
            for (UnaryOperator<Tensor> function : functions) {
                output = function.apply(output);
            }
            return output;
        }
        this.dropout = dropout;
        try (AutoGradMode off = new AutoGradMode(false)) {
            for (UnaryOperator<Tensor> function : functions) {
                Tensor input = output;
                layers.add(new Layer(function, input, dropout.position()));
                output = Scope.only(() -> function.apply(input));
            }
        }
        start = x;
        end = output.detach().set_requires_grad(true);
        return end;
    }

    /** Takes a backward pass on from where it ended, at the output of the last layer; it must have ended there already. */
    public void backward() {
        if (start == null || end == null) {
            return;
        }
        long position = dropout.position();
        Tensor gradient = end.grad();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            Tensor above = gradient;
            dropout.rewind(layer.position());
            gradient = Scope.only(() -> {
                Tensor input = layer.input().detach().set_requires_grad(true);
                try (AutoGradMode on = new AutoGradMode(true)) {
                    backward(layer.function().apply(input), above);
                }
                // A tensor of its own: grad() is a view into the input, which ends here.
                return input.grad().detach();
            });
        }
        dropout.rewind(position);
        backward(start, gradient);
    }

    private static void backward(Tensor output, Tensor gradient) {
        torch.backward(
                new TensorVector(output), new TensorVector(gradient), new BoolOptional(), false, new TensorVector());
    }
}
