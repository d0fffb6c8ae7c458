"""Expected calibration error and fitted temperature, for ClassProbabilitiesTest.

    python make_calibration.py ../resources/metrics/calibration.json

The error is computed bin by bin as Guo et al. (2017) define it, with numpy; the temperature by torch, which minimises the cross-entropy of
logits / exp(t) by L-BFGS in float64. Made with numpy 2.4.6, torch 2.15.0.
"""

import json
import sys

import numpy as np
import torch


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def calibration_error(probabilities, gold, bins=15):
    confidence, predicted = probabilities.max(axis=1), probabilities.argmax(axis=1)
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs((predicted == gold)[inside].mean() - confidence[inside].mean())
    return float(error)


def fit(logits, gold):
    t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(logits), torch.tensor(gold)
    optimizer = torch.optim.LBFGS([t], lr=0.5, max_iter=500, tolerance_grad=1e-13, tolerance_change=1e-15, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(x / t.exp(), y)
        loss.backward()
        return loss

    for _ in range(5):
        optimizer.step(closure)
    return t.exp().item(), closure().item()


random = np.random.default_rng(7)
cases = []
for name, classes, scale in [("overconfident", 3, 4.0), ("underconfident", 5, 0.3), ("binary", 2, 2.0)]:
    truth = random.normal(size=(200, classes)) * 1.5
    gold = np.array([random.choice(classes, p=p) for p in softmax(truth)])
    # Rounded, so that the file holds exactly what was computed with.
    logits = np.round(truth * scale, 4)
    temperature, loss = fit(logits, gold)
    cases.append(
        {
            "name": name,
            "gold": gold.tolist(),
            "logits": logits.tolist(),
            "error": calibration_error(softmax(logits), gold),
            "temperature": temperature,
            "loss": loss,
            "error_after": calibration_error(softmax(logits / temperature), gold),
        }
    )
with open(sys.argv[1], "w", encoding="utf-8") as out:
    json.dump(cases, out, indent=None, separators=(",", ":"))
    out.write("\n")
for case in cases:
    print(case["name"], case["error"], case["temperature"], case["loss"], case["error_after"])
