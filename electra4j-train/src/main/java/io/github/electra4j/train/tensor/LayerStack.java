package io.github.electra4j.train.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a stack of layers whose backward passes are written by hand: the engine differentiates what stands before and
 * behind them, and knows nothing of what lies between. By hand there are fewer operators and passes over memory, and what a layer
 * kept is freed as soon as its gradients are made.
 */
public final class LayerStack {
    private final Keeping keeping;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private Dropout dropout = Dropout.none();
    private @Nullable Tensor start;
    private @Nullable Tensor end;

    /** What is kept for the backward pass. */
    public enum Keeping {
        /** Nothing: no backward pass follows. */
        NOTHING,
        /**
         * The input of each layer, which is run again, with the same dropout, in the backward pass: gradient checkpointing (Chen et al.,
         * Training deep nets with sublinear memory cost, 2016). A third more work for the activations of one layer in place of all.
         */
        INPUTS,
        /** All that the layers ask for. */
        ALL
    }

    /** A layer. */
    public interface Layer {
        Pass forward(Tensor input);
    }

    /** What a layer's forward pass gave, and its way back. */
    public interface Pass {
        Tensor output();

        /**
         * Gathers the gradients of the layer's parameters.
         *
         * @param gradient of the loss at the output, of its shape; may be overwritten
         * @return the gradient at the input, in memory of its own
         */
        Tensor backward(Tensor gradient);
    }

    /** How a layer's gradients are made when its turn comes. */
    private interface Kept {
        Tensor backward(Tensor gradient);
    }

    private LayerStack(Keeping keeping) {
        this.keeping = keeping;
    }

    /** A stack for one forward pass, and for the backward pass that follows unless nothing is kept. */
    public static LayerStack keeping(Keeping keeping) {
        return new LayerStack(keeping);
    }

    /**
     * Runs layers, each on what the one before gave.
     *
     * @param dropout which the layers draw their masks from
     */
    public Tensor run(Tensor x, List<? extends Layer> layers, Dropout dropout) {
        this.dropout = dropout;
        Tensor output = x.detach();
        try (AutoGradMode off = new AutoGradMode(false)) {
            for (Layer layer : layers) {
                output = forward(layer, output);
            }
        }
        if (keeping == Keeping.NOTHING) {
            return output;
        }
        start = x;
        end = output.detach().set_requires_grad(true);
        return end;
    }

    private Tensor forward(Layer layer, Tensor input) {
        if (keeping == Keeping.ALL) {
            Scope scope = new Scope();
            Pass pass;
            try {
                pass = layer.forward(input);
            } finally {
                scope.leave();
            }
            kept.push(gradient -> {
                Tensor below = Scope.only(() -> pass.backward(gradient));
                scope.close();
                input.close();
                return below;
            });
            return pass.output();
        }
        if (keeping == Keeping.INPUTS) {
            long position = dropout.position();
            kept.push(gradient -> {
                dropout.rewind(position);
                return Scope.only(() -> layer.forward(input).backward(gradient));
            });
        }
        return Scope.only(() -> layer.forward(input).output());
    }

    /** Takes a backward pass on from where it ended, at the output of the last layer; it must have ended there already. */
    public void backward() {
        if (start == null || end == null) {
            return;
        }
        long position = dropout.position();
        Tensor gradient = end.grad();
        try (AutoGradMode off = new AutoGradMode(false)) {
            while (!kept.isEmpty()) {
                Tensor above = gradient;
                gradient = kept.pop().backward(above);
                above.close();
            }
        }
        dropout.rewind(position);
        torch.backward(
                new TensorVector(start), new TensorVector(gradient), new BoolOptional(), false, new TensorVector());
    }
}
