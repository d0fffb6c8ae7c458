"""Intervals, effect sizes and shared tokens, for the tests of evaluate and fairness.

    python bias_figures.py ../resources/metrics/bias.json

Exact intervals of shares by scipy's binomtest; effect sizes and the exact permutation test as May et al. (2019) define them, by numpy over all
partitions; shared tokens by difflib's SequenceMatcher, as the authors of CrowS-Pairs find them. Made with numpy 2.4.6, scipy 1.17.1.
"""

import difflib
import itertools
import json
import sys

import numpy as np
from scipy.stats import binomtest


def intervals():
    cases = []
    for hits, trials in [(0, 1), (1, 1), (0, 20), (3, 20), (10, 20), (20, 20), (262, 516), (1, 1508), (754, 1508), (1400, 1508)]:
        found = binomtest(hits, trials).proportion_ci(0.95, method="exact")
        cases.append({"hits": hits, "trials": trials, "low": found.low, "high": found.high})
    return cases


def association(w, a, b):
    def cosine(u, v):
        return float(u @ v / np.sqrt((u @ u) * (v @ v)))

    return np.mean([cosine(w, x) for x in a]) - np.mean([cosine(w, x) for x in b])


def seat():
    cases = []
    for number, (n, m, shift) in enumerate([(3, 4, 0.0), (4, 3, 0.6), (5, 5, 1.5), (4, 6, -0.8)]):
        random = np.random.default_rng(number)
        x = random.normal(size=(n, 6)).round(3)
        y = random.normal(size=(n, 6)).round(3)
        a = random.normal(size=(m, 6)).round(3)
        b = random.normal(size=(m + 1, 6)).round(3)
        x[:, 0] += shift
        a[:, 0] += shift
        s = np.array([association(w, a, b) for w in np.concatenate([x, y])])
        d = (s[:n].mean() - s[n:].mean()) / s.std(ddof=1)
        observed = s[:n].sum()
        sums = [s[list(part)].sum() for part in itertools.combinations(range(2 * n), n)]
        # May et al. count partitions whose statistic is larger; equal ones, the observed one among them, are counted here as well.
        p = np.mean([part >= observed - 1e-12 for part in sums])
        cases.append({"x": x.tolist(), "y": y.tolist(), "a": a.tolist(), "b": b.tolist(), "d": float(d), "p": float(p)})
    return cases


def shared():
    cases = []
    random = np.random.default_rng(7)
    pairs = [("a b c d".split(), "a x c d".split()), ("a b".split(), "c d".split()), ("a b a b a".split(), "b a b".split())]
    for _ in range(30):
        pairs.append(tuple([str(t) for t in random.integers(0, 6, size=random.integers(1, 15))] for _ in range(2)))
    pairs.append(("late 80s .".split(), "late 40s . .".split()))  # the end of a pair of CrowS-Pairs
    for one, other in pairs:
        # As tokenizer.encode gives them, whose [CLS] and [SEP] the authors compare too and do not score.
        matcher = difflib.SequenceMatcher(None, ["[CLS]", *one, "[SEP]"], ["[CLS]", *other, "[SEP]"])
        places = [[], []]
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                places[0] += range(i1 - 1, i2 - 1)
                places[1] += range(j1 - 1, j2 - 1)
        places = [side[1:-1] for side in places]
        cases.append({"one": one, "other": other, "one_places": places[0], "other_places": places[1]})
    return cases


if __name__ == "__main__":
    kinds = {"intervals": intervals(), "seat": seat(), "shared": shared()}
    lists = [f' "{kind}": [\n  ' + ",\n  ".join(json.dumps(case) for case in cases) + "\n ]" for kind, cases in kinds.items()]
    with open(sys.argv[1], "w") as out:
        out.write("{\n" + ",\n".join(lists) + "\n}\n")
