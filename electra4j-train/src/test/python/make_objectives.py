"""Losses and gradients of the pre-training objectives on a fixed small batch, in NumPy alone.

The losses are written out from the papers (Clark et al., 2020, sections 2 and 3.4; Electric: Clark et al., EMNLP 2020, section 2;
the corrective loss from Meng et al., COCO-LM, 2021; that of parts of texts from Chen et al., SimCLR, 2020) as functions of the last hidden states and the heads' parameters. Their gradients are central differences in float64, so that no
derivation is shared with the code under test.

    pip install numpy safetensors
    python make_objectives.py ../resources/objectives.safetensors
"""

import math
import sys

import numpy as np
from safetensors.numpy import save_file

from networks import Noise, contrast_with_noise, cross_entropies, detection, gradient, linear, probabilities, sigmoid

V, E, H = 11, 4, 8
IDS = np.array([[2, 5, 6, 7, 3, 0], [2, 8, 9, 10, 6, 3]])
REAL = np.array([[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]], bool)
POSITIONS = np.array([1, 3, 8, 9])
DRAWN = np.array([9, 7, 5, 6])  # the second is the original
REPLACED = IDS.copy()
REPLACED.reshape(-1)[POSITIONS] = DRAWN
LABELS = REPLACED != IDS
CANDIDATES = np.array([1, 2, 3, 7, 8, 9, 10])  # neither [CLS] (2), [SEP] (3) nor padding
SHARE = 0.15
WORDS = "electra.embeddings"

noise = Noise(7)

VALUES = {
    "hidden": noise(2, 6, H),
    "electra.embeddings.word_embeddings.weight": noise(V, E),
    "discriminator_predictions.dense.weight": noise(H, H),
    "discriminator_predictions.dense.bias": noise(H),
    "discriminator_predictions.dense_prediction.weight": noise(1, H),
    "discriminator_predictions.dense_prediction.bias": noise(1),
    "generator_predictions.dense.weight": noise(E, H),
    "generator_predictions.dense.bias": noise(E),
    "generator_predictions.LayerNorm.weight": 1 + noise(E),
    "generator_predictions.LayerNorm.bias": noise(E),
    "generator_lm_head.bias": noise(V),
    "copy_prediction.weight": noise(1, H),
    "copy_prediction.bias": noise(1),
}

# Of a noise distribution, the probability of what is read at each place.
Q = np.exp(noise(IDS.size, mean=-2, scale=1))


def states(p):
    return p["hidden"].reshape(-1, H)


def named(p):
    """Softmax over the vocabulary at every place."""
    return probabilities(p, "", WORDS, states(p))


def bce(p, places):
    return cross_entropies(detection(p, "", states(p))[places], LABELS.reshape(-1)[places]).sum()


def naming(p):
    return -np.log(named(p)[POSITIONS, IDS.reshape(-1)[POSITIONS]]).sum()


def electric(p):
    p_hat = np.exp(-detection(p, "", states(p)))
    return contrast_with_noise(p_hat[CANDIDATES], Q[CANDIDATES], np.isin(CANDIDATES, POSITIONS), SHARE)


def all_tokens(p):
    places = np.flatnonzero(REAL.reshape(-1))
    original, read = IDS.reshape(-1)[places], REPLACED.reshape(-1)[places]
    d = sigmoid(linear(p, "copy_prediction", states(p))[places, 0])
    s = named(p)[places, original]
    return -np.log(d * (original == read) + (1 - d) * s).sum()


TOKENS = np.flatnonzero(REAL.reshape(-1))
# Weights: detection 50 (section 2), the corrective loss 20 in this fixture, language models 1; each loss is a mean.
OBJECTIVES = {
    "electra": lambda p: 50 * bce(p, TOKENS) / len(TOKENS),
    "electra-chosen": lambda p: 50 * bce(p, POSITIONS) / len(POSITIONS),
    "electric": lambda p: 50 * electric(p) / len(TOKENS),
    "corrective": lambda p: 50 * bce(p, TOKENS) / len(TOKENS) + 20 * naming(p) / len(POSITIONS),
    "masked-lm": lambda p: naming(p) / len(POSITIONS),
    "all-tokens-mlm": lambda p: all_tokens(p) / len(TOKENS),
}


tensors = {
    "input.ids": IDS.astype(np.int32),
    "input.replaced_ids": REPLACED.astype(np.int32),
    "input.positions": POSITIONS.astype(np.int32),
    "input.drawn": DRAWN.astype(np.int32),
    "input.candidates": CANDIDATES.astype(np.int32),
    "input.log_noise": np.log(Q).astype(np.float32),
}
for name, value in VALUES.items():
    tensors["value." + name] = value.astype(np.float32)
for objective, loss in OBJECTIVES.items():
    tensors[objective + ".loss"] = np.array([loss(VALUES)], np.float32)
    for name in VALUES:
        found = gradient(loss, VALUES, name)
        if np.any(found):
            tensors[f"{objective}.gradient.{name}"] = found.astype(np.float32)

# Parts of texts: rows 2i and 2i + 1 are of one text, and each is looked for among all others by the cosine of the means of its real
# tokens' states over 0.1 (NT-Xent: Chen et al., SimCLR, 2020, section 2.1), a mean over rows, of weight 3.
LENGTHS = [3, 5, 4, 2, 5, 1]
PARTS = noise(6, 5, H)
tensors["contrast.hidden"] = PARTS.astype(np.float32)
VALUES = {"hidden": PARTS}


def contrast(p):
    units = []
    for row, length in zip(p["hidden"], LENGTHS):
        mean = sum(row[:length]) / length
        units.append(mean / math.sqrt(sum(mean * mean)))
    loss = 0
    for i, unit in enumerate(units):
        scores = {j: math.exp(unit @ other / 0.1) for j, other in enumerate(units) if j != i}
        loss -= math.log(scores[i + 1 if i % 2 == 0 else i - 1] / sum(scores.values()))
    return 3 * loss / len(units)


tensors["contrast.loss"] = np.array([contrast(VALUES)], np.float32)
tensors["contrast.gradient.hidden"] = gradient(contrast, VALUES, "hidden").astype(np.float32)
save_file(tensors, sys.argv[1], {"made_with": f"numpy {np.__version__}"})
