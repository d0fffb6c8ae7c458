"""A whole step with a generator that does not learn masked LM: losses, and the gradients of every parameter, in NumPy alone.

Written out from the papers. "adversarial" is appendix F of ELECTRA (Clark et al., ICLR 2020): the reward of a drawn piece is the
discriminator's loss there, R; by REINFORCE the generator goes up (R - b) grad log p_G(piece), b = -log sigmoid(w h + c) of its state h
there, and the cross-entropy of sigmoid(w h + c) and exp(-R) teaches w and c alone. "electric" is Electric (Clark et al., EMNLP 2020),
section 2.3: q(x_t | all others) from the state at t - 1 of a network that reads from left to right and that at t + 1 of one that reads
from right to left, by maximum likelihood, beside noise-contrastive estimation with q as it is.

Gradients are central differences in float64, what takes no gradient held where it is, so that no derivation is shared with the code
under test. In both steps the generator's weight is 0.7, the discriminator's 50, and the embeddings are one set for both networks.

    pip install numpy safetensors
    python make_generators.py ../resources/generators.safetensors
"""

import sys

import numpy as np
from safetensors.numpy import save_file

from networks import (
    Noise,
    contrast_with_noise,
    cross_entropies,
    detection,
    encode,
    everything,
    gradient,
    linear,
    probabilities,
    sigmoid,
)

V, E, LENGTH, PLACES = 11, 4, 6, 8
MASK = 4
IDS = np.array([[2, 5, 6, 7, 3, 0], [2, 8, 3, 10, 6, 3]])
LENGTHS, FIRST_LENGTHS = [5, 6], [5, 3]
TOKENS = np.array([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11])
CANDIDATES = np.array([1, 2, 3, 7, 9, 10])  # neither [CLS] (2), [SEP] (3) nor padding
POSITIONS = np.array([1, 3, 9, 10])
DRAWN = np.array([9, 7, 5, 8])  # the second is the original
ORIGINALS = IDS.reshape(-1)[POSITIONS]
MASKED = IDS.copy()
MASKED.reshape(-1)[POSITIONS[[0, 2, 3]]] = MASK  # one of the chosen keeps its token
REPLACED = IDS.copy()
REPLACED.reshape(-1)[POSITIONS] = DRAWN
GENERATOR_WEIGHT, WEIGHT, SHARE = 0.7, 50, 0.15
WORDS = "generator/electra.embeddings"

noise = Noise(11)


def weights(name, rows, columns):
    return {name + ".weight": noise(rows, columns, scale=0.5), name + ".bias": noise(rows, scale=0.3)}


def norm(name, width):
    return {name + ".weight": noise(width, mean=1, scale=0.2), name + ".bias": noise(width, scale=0.2)}


def embeddings():
    rows = {"word": V, "position": PLACES, "token_type": 2}
    return {f"{WORDS}.{what}_embeddings.weight": noise(n, E) for what, n in rows.items()} | norm(WORDS + ".LayerNorm", E)


def encoder(network, layers, hidden, intermediate):
    p = weights(network + ".embeddings_project", hidden, E)
    for layer in range(layers):
        name = f"{network}.encoder.layer.{layer}"
        p |= weights(name + ".attention.self.qkv", 3 * hidden, hidden)
        p |= weights(name + ".attention.output.dense", hidden, hidden) | norm(name + ".attention.output.LayerNorm", hidden)
        p |= weights(name + ".intermediate.dense", intermediate, hidden)
        p |= weights(name + ".output.dense", hidden, intermediate) | norm(name + ".output.LayerNorm", hidden)
    return p


def language_head(width):
    head = "generator/generator_predictions"
    return weights(head + ".dense", E, width) | norm(head + ".LayerNorm", E) | {"generator/generator_lm_head.bias": noise(V)}


def discriminator():
    head = "discriminator/discriminator_predictions"
    p = encoder("discriminator/electra", 1, 8, 12)
    return p | weights(head + ".dense", 8, 8) | weights(head + ".dense_prediction", 1, 8)


def types(row):
    return np.array([0 if place < FIRST_LENGTHS[row] else 1 for place in range(LENGTHS[row])])


def read(p, network, ids, seen=everything):
    """The states of a whole batch, [size * length, hidden]; of padding, zeros."""
    rows = []
    for row, n in enumerate(LENGTHS):
        states = encode(p, network, WORDS, ids[row, :n], types(row), seen)
        rows.append(np.concatenate([states, np.zeros((LENGTH - n, states.shape[1]))]))
    return np.concatenate(rows)


def detected(p):
    return detection(p, "discriminator/", read(p, "discriminator/electra", REPLACED))


def adversarial():
    values = embeddings() | encoder("generator/electra", 2, 6, 8) | language_head(6) | discriminator()
    values |= weights("adversary/baseline", 1, 6)

    def hidden(p):
        return read(p, "generator/electra", MASKED)[POSITIONS]

    def named(p):
        return probabilities(p, "generator/", WORDS, hidden(p))

    def detection_losses(p):
        return cross_entropies(detected(p), (REPLACED != IDS).reshape(-1))

    def value(p, states):
        return linear(p, "adversary/baseline", states)[:, 0]

    states = hidden(values)
    rewards = detection_losses(values)[POSITIONS]
    baselines = -np.log(sigmoid(value(values, states)))
    each = np.arange(len(POSITIONS))

    def loss(p):
        fooling = -((rewards - baselines) * np.log(named(p)[each, DRAWN])).mean()
        right, v = np.exp(-rewards), value(p, states)
        foretelling = -(right * np.log(sigmoid(v)) + (1 - right) * np.log(sigmoid(-v))).mean()
        return WEIGHT * detection_losses(p)[TOKENS].mean() + GENERATOR_WEIGHT * (fooling + foretelling)

    figures = {
        "generator_loss": -np.log(named(values)[each, ORIGINALS]).mean(),
        "discriminator_loss": detection_losses(values)[TOKENS].mean(),
        "reward": rewards.mean(),
        "expected_reward": baselines.mean(),
    }
    return values, loss, figures, named(values)


def electric():
    values = embeddings() | encoder("generator/left/electra", 2, 6, 8) | encoder("generator/right/electra", 2, 6, 8)
    values |= language_head(12) | discriminator()

    def cloze(p):
        """q(. | all others) at every candidate."""
        before = read(p, "generator/left/electra", IDS, lambda place: slice(0, place + 1))[CANDIDATES - 1]
        behind = read(p, "generator/right/electra", IDS, lambda place: slice(place, None))[CANDIDATES + 1]
        return probabilities(p, "generator/", WORDS, np.concatenate([before, behind], 1))

    each = np.arange(len(CANDIDATES))
    q = cloze(values)

    def likelihood(p):
        return -np.log(cloze(p)[each, IDS.reshape(-1)[CANDIDATES]]).mean()

    def contrast(p):
        p_hat = np.exp(-detected(p)[CANDIDATES])
        of_read = q[each, REPLACED.reshape(-1)[CANDIDATES]]
        return contrast_with_noise(p_hat, of_read, np.isin(CANDIDATES, POSITIONS), SHARE) / len(TOKENS)

    def loss(p):
        return GENERATOR_WEIGHT * likelihood(p) + WEIGHT * contrast(p)

    figures = {"generator_loss": likelihood(values), "discriminator_loss": contrast(values)}
    return values, loss, figures, q[np.searchsorted(CANDIDATES, POSITIONS)]


tensors = {
    "input.ids": IDS.astype(np.int32),
    "input.masked_ids": MASKED.astype(np.int32),
    "input.positions": POSITIONS.astype(np.int32),
    "input.drawn": DRAWN.astype(np.int32),
    "input.candidates": CANDIDATES.astype(np.int32),
}
for step in (adversarial, electric):
    values, loss, figures, chances = step()
    name = step.__name__
    tensors[name + ".chances"] = chances.astype(np.float32)  # of every piece at the chosen positions
    for figure, number in figures.items():
        tensors[f"{name}.{figure}"] = np.array([number], np.float32)
    for parameter in values:
        tensors[f"{name}.value.{parameter}"] = values[parameter].astype(np.float32)
        tensors[f"{name}.gradient.{parameter}"] = gradient(loss, values, parameter).astype(np.float32)
save_file(tensors, sys.argv[1], {"made_with": f"numpy {np.__version__}"})
