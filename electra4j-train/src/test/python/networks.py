"""ELECTRA's networks in NumPy, sequence by sequence without padding or attention masks, and gradients of losses by differences.

Parameters are a dictionary under the program's paths, queries, keys and values one matrix.
"""

import math

import numpy as np

STEP = 1e-5


class Noise:
    """Numbers for parameters, exact in float32."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def __call__(self, *shape, mean=0, scale=0.7):
        return self.random.normal(mean, scale, shape).astype(np.float32).astype(np.float64)


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def linear(p, name, x):
    return x @ p[name + ".weight"].T + p[name + ".bias"]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def layer_norm(p, name, x):
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
    return x * p[name + ".weight"] + p[name + ".bias"]


def everything(place):
    return slice(None)


def encode(p, network, embeddings, ids, types, seen=everything):
    """Last hidden states of one sequence, [length, hidden]. Two heads; `seen` says what the token at a place attends to, itself included."""
    x = p[embeddings + ".word_embeddings.weight"][ids] + p[embeddings + ".token_type_embeddings.weight"][types]
    x = x + p[embeddings + ".position_embeddings.weight"][: len(ids)]
    x = linear(p, network + ".embeddings_project", layer_norm(p, embeddings + ".LayerNorm", x))
    layer = 0
    while f"{network}.encoder.layer.{layer}.output.dense.bias" in p:
        name = f"{network}.encoder.layer.{layer}"
        queries, keys, values = np.split(linear(p, name + ".attention.self.qkv", x), 3, 1)
        contexts = []
        for q, k, v in zip(*(np.split(part, 2, 1) for part in (queries, keys, values))):
            contexts.append([softmax(q[t] @ k[seen(t)].T / math.sqrt(q.shape[1])) @ v[seen(t)] for t in range(len(ids))])
        attended = linear(p, name + ".attention.output.dense", np.concatenate(contexts, 1))
        x = layer_norm(p, name + ".attention.output.LayerNorm", x + attended)
        fed = linear(p, name + ".output.dense", gelu(linear(p, name + ".intermediate.dense", x)))
        x = layer_norm(p, name + ".output.LayerNorm", x + fed)
        layer += 1
    return x


def probabilities(p, owner, embeddings, states):
    """Softmax over the vocabulary at each state: Linear, GELU, LayerNorm, tied word embeddings and a bias."""
    x = gelu(linear(p, owner + "generator_predictions.dense", states))
    x = layer_norm(p, owner + "generator_predictions.LayerNorm", x)
    return softmax(x @ p[embeddings + ".word_embeddings.weight"].T + p[owner + "generator_lm_head.bias"])


def detection(p, owner, states):
    """The discriminator's logit, or Electric's energy, at each state."""
    x = gelu(linear(p, owner + "discriminator_predictions.dense", states))
    return linear(p, owner + "discriminator_predictions.dense_prediction", x)[:, 0]


def cross_entropies(logits, labels):
    """Binary, of each logit, in nats."""
    return -np.log(np.where(labels, sigmoid(logits), sigmoid(-logits)))


def contrast_with_noise(p_hat, q, is_noise, share):
    """Electric, section 2.3: a token is noise with probability `share`; p_hat = exp(-E) is the model. A draw is noise whatever it is."""
    data, noise = (1 - share) * p_hat, share * q
    return -np.log(np.where(is_noise, noise, data) / (data + noise)).sum()


def gradient(loss, values, name):
    """Central differences in float64."""
    result = np.zeros_like(values[name])
    flat, out = values[name].reshape(-1), result.reshape(-1)
    for i in range(flat.size):
        before = flat[i]
        flat[i] = before + STEP
        above = loss(values)
        flat[i] = before - STEP
        out[i] = (above - loss(values)) / (2 * STEP)
        flat[i] = before
    return result
