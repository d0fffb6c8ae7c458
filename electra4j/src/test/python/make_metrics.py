"""Expected metrics from scikit-learn and scipy, for MetricsFixtureTest.

    python make_metrics.py ../resources/metrics/expected.json

Made with scikit-learn 1.9.1, scipy 1.17.1, numpy's default_rng. A value that is undefined there (nan) is null here.
"""

import json
import sys
import warnings

import numpy as np
import scipy.stats
import sklearn.metrics as m

warnings.simplefilter("ignore")


def number(x):
    x = float(x)
    return None if np.isnan(x) else x


def classification(name, gold, predicted, classes):
    labels = list(range(classes))
    precision, recall, f1, support = m.precision_recall_fscore_support(gold, predicted, labels=labels, zero_division=0)
    return {
        "name": name,
        "gold": [int(g) for g in gold],
        "predicted": [int(p) for p in predicted],
        "classes": classes,
        "accuracy": number(m.accuracy_score(gold, predicted)),
        "macro_f1": number(m.f1_score(gold, predicted, average="macro", zero_division=0)),
        "micro_f1": number(m.f1_score(gold, predicted, average="micro", zero_division=0)),
        "matthews": number(m.matthews_corrcoef(gold, predicted)),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": m.confusion_matrix(gold, predicted, labels=labels).tolist(),
    }


def correlation(name, x, y):
    return {
        "name": name,
        "x": list(map(float, x)),
        "y": list(map(float, y)),
        "pearson": number(scipy.stats.pearsonr(x, y).statistic),
        "spearman": number(scipy.stats.spearmanr(x, y).statistic),
        "mean_squared_error": number(m.mean_squared_error(x, y)),
        "mean_absolute_error": number(m.mean_absolute_error(x, y)),
    }


def ranking(name, scores, positive):
    return {
        "name": name,
        "scores": list(map(float, scores)),
        "positive": list(map(bool, positive)),
        "auc": number(m.roc_auc_score(positive, scores)),
    }


def log_loss(name, probabilities, gold):
    return {
        "name": name,
        "probabilities": np.asarray(probabilities).tolist(),
        "gold": list(map(int, gold)),
        "log_loss": number(m.log_loss(gold, probabilities, labels=list(range(len(probabilities[0]))))),
    }


r = np.random.default_rng(1)
gold5 = r.integers(0, 5, 200)
noisy5 = np.where(r.random(200) < 0.6, gold5, r.integers(0, 5, 200))
gold2 = r.integers(0, 2, 101)
noisy2 = np.where(r.random(101) < 0.7, gold2, 1 - gold2)
x = r.normal(size=60)
ties = np.round(x + r.normal(size=60), 0)
p = r.dirichlet([0.5, 1, 2], 50)
binary = np.asarray([0, 1, 0, 1, 1])

json.dump(
    {
        "classification": [
            classification("five classes", gold5, noisy5, 5),
            classification("two classes", gold2, noisy2, 2),
            classification("a class that nobody has or predicts", [0, 1, 3, 3], [0, 3, 3, 1], 5),
            classification("constant predictions", binary, np.ones(5, int), 2),
            classification("constant gold", np.ones(5, int), binary, 2),
            classification("both constant and the same", np.ones(5, int), np.ones(5, int), 2),
            classification("both constant and different", np.ones(5, int), np.zeros(5, int), 2),
            classification("all wrong", binary, 1 - binary, 2),
            classification("one row", [1], [1], 2),
        ],
        "correlation": [
            correlation("normal", x, 0.5 * x + r.normal(size=60)),
            correlation("ties", x, ties),
            correlation("ties in both", np.round(x, 0), ties),
            correlation("falling", x, -3 * x + 1e6),
            correlation("constant predictions", x, np.full(60, 2.5)),
            correlation("two rows", [1, 2], [5, 3]),
            correlation("large offset", x + 1e8, x + r.normal(size=60)),
        ],
        "ranking": [
            ranking("normal", r.normal(size=80) + gold5[:80] % 2, gold5[:80] % 2),
            ranking("ties", np.round(r.normal(size=80) + gold5[:80] % 2, 0), gold5[:80] % 2),
            ranking("constant scores", np.ones(80), gold5[:80] % 2),
            ranking("perfect", [0.1, 0.2, 0.8], [0, 0, 1]),
            ranking("inverted", [0.1, 0.2, 0.8], [1, 1, 0]),
            ranking("one class", [0.1, 0.2, 0.8], [1, 1, 1]),
        ],
        "log_loss": [
            log_loss("three classes", p, r.integers(0, 3, 50)),
            log_loss("sure and wrong", [[1.0, 0.0], [0.25, 0.75]], [1, 1]),
            log_loss("sure and right", [[1.0, 0.0], [0.0, 1.0]], [0, 1]),
        ],
    },
    open(sys.argv[1], "w"),
    indent=None,
)
