package io.github.electra4j.train.pretrain;

import io.github.electra4j.train.model.Encoder;
import io.github.electra4j.train.model.GeneratorHead;
import io.github.electra4j.train.model.LogitHead;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.StepResult.Naming;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Names the original of every token (paper, section 3.4, "All-Tokens MLM"). A copy mechanism makes the many unchanged tokens easy: the
 * probability of piece v at a token that reads x is D [v = x] + (1 - D) S(v), with D the sigmoid of the copy head and S the softmax
 * over the vocabulary.
 */
final class AllTokensLanguageModel implements EncoderObjective {
    private final Encoder encoder;
    private final GeneratorHead head;
    private final LogitHead copy;

    AllTokensLanguageModel(String owner, Encoder encoder) {
        this.encoder = encoder;
        head = new GeneratorHead(owner, encoder);
        copy = new LogitHead(owner + "/copy_prediction", encoder.config());
    }

    @Override
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(head.specs());
        specs.addAll(copy.specs());
        return specs;
    }

    @Override
    public List<ParameterSpec> kept() {
        return head.specs();
    }

    @Override
    public boolean readsChosenAlone() {
        return false;
    }

    @Override
    public Learned learn(Leaves leaves, Tensor hidden, Part part) {
        int[] tokens = EncoderObjective.tokens(part.masked().batch());
        Tensor states = EncoderObjective.at(leaves, hidden, tokens);
        Tensor scores = head.forward(leaves, states);
        Tensor logits = copy.forward(leaves, states);
        Pass pass = new Pass(leaves.tensors(), part, tokens, scores, logits);
        StepResult result = StepResult.none().withEncoder(pass.run());
        return part.trains()
                ? new Learned(result, List.of(scores, logits), List.of(scores.detach(), pass.copyGradient()))
                : new Learned(result, List.of(), List.of());
    }

    @Override
    public double flops(double maskShare) {
        return Flops.generatorHead(encoder.config()) + 2.0 * encoder.config().hiddenSize();
    }

    @Override
    public double scored(double maskShare) {
        return 1;
    }

    /**
     * The loss -log p of the original y, and its gradients: with c = [y = x], s = S(y) and p = D c + (1 - D) s, at the scores (1 - D) s / p
     * (S - [y]), at the copy head's logit -(c - s) D (1 - D) / p.
     */
    private static final class Pass {
        private final Tensors tensors;
        private final int[] tokens;
        private final Tensor scores;
        private final float[] copied;
        private final float[] copyGradient;
        private final ScalarType type;
        private final int[] originals;
        private final int[] read;
        private final boolean[] chosen;
        private final double weight;
        private final boolean detailed;
        private double loss;
        private long correct;

        Pass(Tensors tensors, Part part, int[] tokens, Tensor scores, Tensor logits) {
            this.tensors = tensors;
            this.tokens = tokens;
            this.scores = scores.detach();
            copied = Tensors.toArray(logits);
            copyGradient = new float[tokens.length];
            type = logits.scalar_type();
            originals = part.masked().batch().ids();
            read = part.replaced().ids();
            chosen = new boolean[originals.length];
            for (int position : part.masked().positions()) {
                chosen[position] = true;
            }
            weight = part.trains() ? 1.0 / part.totals().tokens() : 0;
            detailed = part.detailed();
        }

        Naming run() {
            try (AutoGradMode off = new AutoGradMode(false)) {
                int rows = Losses.rows(scores);
                for (int from = 0; from < tokens.length; from += rows) {
                    try (Scope scope = new Scope()) {
                        rows(from, Math.min(rows, tokens.length - from));
                    }
                }
            }
            long judged = 0;
            for (int token : tokens) {
                judged += detailed && chosen[token] ? 1 : 0;
            }
            return new Naming(loss, tokens.length, correct, judged);
        }

        Tensor copyGradient() {
            try (AutoGradMode off = new AutoGradMode(false)) {
                return tensors.floats(copyGradient, copyGradient.length).to(type);
            }
        }

        private void rows(int from, int count) {
            Tensor part = scores.narrow(0, from, count);
            Tensor probabilities = Losses.softmax(part);
            Tensor targets = ids(originals, from, count);
            float[] right = Tensors.toArray(probabilities.gather(1, targets));
            float[] factors = new float[count];
            for (int i = 0; i < count; i++) {
                double d = sigmoid(copied[from + i]);
                double left = sigmoid(-copied[from + i]);
                double s = Math.max(right[i], Losses.SMALLEST);
                if (originals[tokens[from + i]] == read[tokens[from + i]]) {
                    double p = d + left * s;
                    loss -= Math.log(p);
                    factors[i] = (float) (weight * left * s / p);
                    copyGradient[from + i] = (float) (-weight * (1 - s) * d * left / p);
                } else {
                    // p = (1 - D) s: the factor is 1, and D the gradient, without the division that could lose them.
                    loss -= Math.log(Math.max(left, Losses.SMALLEST)) + Math.log(s);
                    factors[i] = (float) weight;
                    copyGradient[from + i] = (float) (weight * d);
                }
            }
            if (detailed) {
                count(probabilities, from, count);
            }
            if (weight != 0) {
                Tensor one = torch.full_like(targets, new Scalar(-1.0)).to(ScalarType.Float);
                part.copy_(probabilities.scatter_add_(1, targets, one).mul_(tensors.floats(factors, count, 1)));
            }
        }

        /** Chosen positions where the likeliest piece, copied or not, is the original. */
        private void count(Tensor probabilities, int from, int count) {
            Tensor likeliest = probabilities.argmax(new LongOptional(1), true);
            // Ids are below 2^24, so that fp32 holds them exactly.
            float[] best = Tensors.toArray(likeliest);
            float[] ofBest = Tensors.toArray(probabilities.gather(1, likeliest));
            float[] ofRead = Tensors.toArray(probabilities.gather(1, ids(read, from, count)));
            for (int i = 0; i < count; i++) {
                int token = tokens[from + i];
                double d = sigmoid(copied[from + i]);
                boolean copies = d + (1 - d) * ofRead[i] >= (1 - d) * ofBest[i];
                correct += chosen[token] && (copies ? read[token] : (int) best[i]) == originals[token] ? 1 : 0;
            }
        }

        private Tensor ids(int[] of, int from, int count) {
            return tensors.longs(
                    Arrays.stream(tokens, from, from + count)
                            .map(token -> of[token])
                            .toArray(),
                    count,
                    1);
        }

        private static double sigmoid(double z) {
            return 1 / (1 + Math.exp(-z));
        }
    }
}
