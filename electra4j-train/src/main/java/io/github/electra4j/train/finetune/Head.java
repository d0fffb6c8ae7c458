package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.Sequences;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What turns an encoder's states into scores. */
public interface Head {

    /** Whose head it is, where there are several for a task. */
    enum Form {
        /** The paper's: of texts dropout and Linear. */
        LINEAR,
        /** Hugging Face's: of texts dropout, Linear, GELU, dropout, Linear. */
        HUGGINGFACE
    }

    /** What it sees of a window. */
    enum Pooling {
        /** The states that the window names; of a text that of [CLS], as published. */
        CLS {
            @Override
            Tensor of(Encoder encoder, Leaves leaves, Batch batch, int[] tokens, Dropout dropout, LayerStack stack) {
                return encoder.at(leaves, Sequences.of(batch, leaves.tensors()), tokens, dropout, stack);
            }
        },
        /** The mean over all tokens that are not padding. */
        MEAN {
            @Override
            Tensor of(Encoder encoder, Leaves leaves, Batch batch, int[] tokens, Dropout dropout, LayerStack stack) {
                Tensor states = encoder.forward(leaves, Sequences.of(batch, leaves.tensors()), dropout, stack);
                int size = batch.size();
                int length = batch.length();
                float[] shares = new float[size * length];
                for (int row = 0; row < size; row++) {
                    int n = batch.lengths()[row];
                    Arrays.fill(shares, row * length, row * length + n, 1f / n);
                }
                return leaves.tensors()
                        .compute(shares, size, 1, length)
                        .bmm(states)
                        .squeeze(1);
            }
        };

        /**
         * The states of windows, {@code [states, hidden]}.
         *
         * @param tokens those that the windows name, as indices into the batch's {@code size * length}
         * @param stack that keeps what the gradients need: {@link LayerStack#backward} must follow that of the engine
         */
        abstract Tensor of(
                Encoder encoder, Leaves leaves, Batch batch, int[] tokens, Dropout dropout, LayerStack stack);

        /** The vectors of texts, {@code [size, hidden]}: of [CLS], or the mean; without dropout and gradients. */
        public Tensor of(Encoder encoder, Leaves leaves, Batch batch) {
            int[] firsts = new int[batch.size()];
            Arrays.setAll(firsts, row -> row * batch.length());
            return of(encoder, leaves, batch, firsts, Dropout.none(), LayerStack.keeping(LayerStack.Keeping.NOTHING));
        }
    }

    /**
     * The head of an architecture.
     *
     * @param owner first part of its parameters' paths
     * @param width of what it sees: a state, or several one behind the other
     * @param outputs scores in a row of them
     * @param dropout before each of its layers
     * @throws IllegalArgumentException where the architecture has none that is known here
     */
    static Head of(String owner, Architecture architecture, int width, int outputs, double dropout) {
        return switch (architecture) {
            case CLASSIFIER -> new SentenceHead(owner, width, outputs, dropout);
            case CHOOSER -> new ChoiceHead(owner, width, outputs, dropout);
            case LINEAR_CLASSIFIER, RELATION_CLASSIFIER, TAGGER ->
                new LinearHead(owner + "/classifier", width, outputs, dropout);
            case JOINT_ANSWERER -> new JointAnswerHead(owner, width, JointAnswerHead.PUBLISHED_INNER, outputs);
            // Neither Hugging Face nor the authors drop anything before it.
            case ANSWERER -> new LinearHead(owner + "/qa_outputs", width, outputs, 0);
            default ->
                throw new IllegalArgumentException(
                        architecture.className() + ": no head for a task that is known here");
        };
    }

    /** Its parameters, under Hugging Face's names where that has such a head. */
    List<ParameterSpec> specs();

    /**
     * States {@code [rows, width]} to scores {@code [rows, outputs]}.
     *
     * @param in the windows that they are of
     */
    Tensor forward(Leaves leaves, WindowBatch in, Tensor states, Dropout dropouts);

    /** The same for answers: without dropout, and without a look at what is to be learned. */
    default Tensor predict(Leaves leaves, WindowBatch in, Tensor states) {
        return forward(leaves, in, states, Dropout.none());
    }
}
