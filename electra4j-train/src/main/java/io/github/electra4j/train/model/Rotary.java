package io.github.electra4j.train.model;

import io.github.electra4j.train.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Rotary positions (Su et al., RoFormer, 2021, section 3.2.2; base 10,000): each pair (i, i + d/2) of a head's dimensions turns by an
 * angle proportional to the position, so that a score depends on the distance alone.
 *
 * @param cosine shape {@code [length, d]}
 * @param sine shape {@code [length, d]}, the first half negated
 */
record Rotary(Tensor cosine, Tensor sine) {
    private static final double BASE = 10_000;

    static Rotary of(int length, int d, Tensors tensors) {
        float[] cosine = new float[length * d];
        float[] sine = new float[length * d];
        int half = d / 2;
        for (int p = 0; p < length; p++) {
            for (int i = 0; i < half; i++) {
                double angle = p * Math.pow(BASE, -2.0 * i / d);
                cosine[p * d + i] = cosine[p * d + half + i] = (float) Math.cos(angle);
                sine[p * d + i] = (float) -Math.sin(angle);
                sine[p * d + half + i] = (float) Math.sin(angle);
            }
        }
        return new Rotary(tensors.compute(cosine, length, d), tensors.compute(sine, length, d));
    }

    /** {@code [..., length, d]}, each position turned. */
    Tensor turn(Tensor x) {
        TensorVector halves = x.chunk(2, -1);
        Tensor swapped = torch.cat(new TensorVector(halves.get(1), halves.get(0)), -1);
        return x.mul(cosine).add(swapped.mul(sine));
    }

    /** Each position turned back: the transposed of {@link #turn}, and so its backward pass. */
    Tensor turnBack(Tensor x) {
        TensorVector halves = x.mul(sine).chunk(2, -1);
        return x.mul(cosine).add(torch.cat(new TensorVector(halves.get(1), halves.get(0)), -1));
    }
}
