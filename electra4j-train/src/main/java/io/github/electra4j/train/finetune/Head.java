package io.github.electra4j.train.finetune;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What turns an encoder's states into scores of a text.
 *
 * @param owner first part of its parameters' paths
 * @param form its layers
 * @param pooling what it sees
 * @param hidden width of the encoder
 * @param outputs scores a text
 * @param dropout before each of its layers
 */
public record Head(String owner, Form form, Pooling pooling, int hidden, int outputs, double dropout) {

    /** The layers of a head. */
    public enum Form {
        /** Dropout, Linear: the paper's. */
        LINEAR,
        /** Dropout, Linear, GELU, dropout, Linear: {@code ElectraForSequenceClassification}. */
        HUGGINGFACE
    }

    /** One state for a text. */
    public enum Pooling {
        /** The state of [CLS], as published. */
        CLS {
            @Override
            public Tensor of(Encoder encoder, Leaves leaves, Batch batch, Dropout dropout, LayerStack stack) {
                int[] firsts = new int[batch.size()];
                Arrays.setAll(firsts, row -> row * batch.length());
                return encoder.at(leaves, Sequences.of(batch, leaves.tensors()), firsts, dropout, stack);
            }
        },
        /** The mean over all tokens that are not padding. */
        MEAN {
            @Override
            public Tensor of(Encoder encoder, Leaves leaves, Batch batch, Dropout dropout, LayerStack stack) {
                Tensor states = encoder.forward(leaves, Sequences.of(batch, leaves.tensors()), dropout, stack);
                float[] shares = new float[batch.size() * batch.length()];
                for (int row = 0; row < batch.size(); row++) {
                    int n = batch.lengths()[row];
                    Arrays.fill(shares, row * batch.length(), row * batch.length() + n, 1f / n);
                }
                return leaves.tensors()
                        .compute(shares, batch.size(), 1, batch.length())
                        .bmm(states)
                        .squeeze(1);
            }
        };

        /**
         * The states of texts, {@code [size, hidden]}.
         *
         * @param stack that keeps what the gradients need: {@link LayerStack#backward} must follow that of the engine
         */
        public abstract Tensor of(Encoder encoder, Leaves leaves, Batch batch, Dropout dropout, LayerStack stack);

        /** The same, without dropout and gradients. */
        public Tensor of(Encoder encoder, Leaves leaves, Batch batch) {
            return of(encoder, leaves, batch, Dropout.none(), LayerStack.keeping(LayerStack.Keeping.NOTHING));
        }
    }

    /** Its parameters, under Hugging Face's names where that has such a head. */
    public List<ParameterSpec> specs() {
        if (form == Form.LINEAR) {
            return List.of(
                    ParameterSpec.weight(owner + "/classifier.weight", outputs, hidden),
                    ParameterSpec.bias(owner + "/classifier.bias", outputs));
        }
        return List.of(
                ParameterSpec.weight(owner + "/classifier.dense.weight", hidden, hidden),
                ParameterSpec.bias(owner + "/classifier.dense.bias", hidden),
                ParameterSpec.weight(owner + "/classifier.out_proj.weight", outputs, hidden),
                ParameterSpec.bias(owner + "/classifier.out_proj.bias", outputs));
    }

    /** One vector a text, {@code [size, hidden]}, to scores {@code [size, outputs]}. */
    Tensor forward(Leaves leaves, Tensor pooled, Dropout dropouts) {
        Tensor x = dropouts.apply(pooled, dropout);
        if (form == Form.LINEAR) {
            return torch.linear(x, leaves.get(owner + "/classifier.weight"), leaves.get(owner + "/classifier.bias"));
        }
        Tensor wide = torch.gelu(torch.linear(
                x, leaves.get(owner + "/classifier.dense.weight"), leaves.get(owner + "/classifier.dense.bias")));
        return torch.linear(
                dropouts.apply(wide, dropout),
                leaves.get(owner + "/classifier.out_proj.weight"),
                leaves.get(owner + "/classifier.out_proj.bias"));
    }
}
