"""SQuAD's official rules once more, from their published description, to check the Java ones by.

    python squad_scores.py make ../resources/metrics/squad.json
    python squad_scores.py score dev-v1.1.json predictions.json
    python squad_scores.py score dev-v2.0.json predictions.json no-answer.json

make: the expected figures of AnswerEvaluationTest, Python 3.10 or newer, nothing else needed. score: the figures of a file of predictions (an object
of answers by id; with no-answer.json, an object of scores by id, also the best thresholds), to hold against those of `electra evaluate`.
"""

import json
import random
import re
import string
import sys
from collections import Counter


def words(text):
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(?:the|an|a)\b", " ", kept).split()


def f1(gold, predicted):
    shared = sum((Counter(gold) & Counter(predicted)).values())
    if shared == 0:
        return 0.0
    p, r = shared / len(predicted), shared / len(gold)
    return 2 * p * r / (p + r)


def score(version, gold, predicted):
    """(exact, F1), the better of each over the gold answers."""
    predicted = words(predicted)
    golds = [words(g) for g in gold]
    if version == 2:
        golds = [g for g in golds if g] or [[]]
    exact = max(float(g == predicted) for g in golds)
    if version == 2:
        return exact, max(f1(g, predicted) if g and predicted else float(g == predicted) for g in golds)
    return exact, max(f1(g, predicted) for g in golds)


def with_threshold(item, threshold):
    gold, predicted, none = item
    if none > threshold:
        return (0.0, 0.0) if gold else (1.0, 1.0)
    return score(2, gold, predicted)


def best(items, which):
    """The best mean and its threshold, by trying every one there is: quadratic, and without any running sum."""
    thresholds = sorted({none for _, _, none in items})
    tried = [(sum(float(not gold) for gold, _, _ in items) / len(items), None)]
    for t in thresholds:
        tried.append((sum(with_threshold(i, t)[which] for i in items) / len(items), t))
    top = max(value for value, _ in tried)
    return next((value, t) for value, t in tried if value > top - 1e-12)


def figures(items, threshold):
    """Of (gold answers, prediction, score of no answer)."""
    def mean(part):
        part = [with_threshold(i, threshold) for i in part]
        return [sum(s[k] for s in part) / len(part) if part else None for k in (0, 1)]

    everything = mean(items)
    has = mean([i for i in items if i[0]])
    none = mean([i for i in items if not i[0]])
    exact, exact_threshold = best(items, 0)
    f, f_threshold = best(items, 1)
    return {
        "exact": everything[0],
        "f1": everything[1],
        "has_answer_exact": has[0],
        "has_answer_f1": has[1],
        "no_answer_exact": none[0],
        "best_exact": exact,
        "best_exact_threshold": exact_threshold,
        "best_f1": f,
        "best_f1_threshold": f_threshold,
    }


PAIRS = [
    (["Denver Broncos"], "Denver Broncos"),
    (["Denver Broncos", "The Denver Broncos"], "the  denver broncos!"),
    (["Santa Clara, California", "Levi's Stadium"], "Levis Stadium in Santa Clara"),
    (["a cat, an owl and the dog"], "cat owl and dog"),
    (["theatre"], "the atre"),
    (["the"], "the"),
    (["The", "."], ""),
    (["."], "a"),
    ([""], ""),
    (["$5 million"], "5 million dollars"),
    (["1,000"], "1000"),
    (["U.S."], "us"),
    (["to be or not to be"], "be to to be"),
    (["\u201cthe\u201d end"], "\u201c\u201d end"),
    (["a\u0301 la carte"], "\u0301 la carte"),
    (["the\u00a0end\u2003of\u3000it"], "end of it"),
    (["x\u001cy"], "x y"),
    (["x\u200by"], "xy"),
    (["\u0130stanbul"], "i\u0307stanbul"),
    (["\u0130stanbul"], "istanbul"),
    (["I\u015f\u0131k"], "i\u015f\u0131k"),
    (["\u03a3\u039f\u03a6\u039f\u03a3"], "\u03c3\u03bf\u03c6\u03bf\u03c2"),
    (["the\u4e00"], "\u4e00"),
    (["\u00bdthe"], "\u00bd"),
    (["the_end"], "end"),
    (["\U0001d400 the \U0001f600"], "\U0001d400 \U0001f600"),
    (["an\u2014a"], "\u2014"),
    (["\u00e9t\u00e9"], "e\u0301te\u0301"),
]


def made_items(r, n, unanswerable):
    """Predictions that are often right, sometimes in part; scores of no answer that often tell, all different."""
    vocabulary = "the a Roman army of 1,066 men reached Hastings before king Harold and his U.S. allies".split()
    items = []
    for _ in range(n):
        gold = [] if r.random() < unanswerable else [
            " ".join(r.choices(vocabulary, k=r.randint(1, 5))) for _ in range(r.randint(1, 3))]
        near = r.choice(gold).split() if gold and r.random() < 0.8 else r.choices(vocabulary, k=3)
        predicted = " ".join(w for w in near if r.random() < 0.85) or "Hastings"
        items.append([gold, predicted, r.gauss(1.0 if not gold else -1.0, 1.5)])
    return items


def make(path):
    r = random.Random(7)
    cases = {
        "half": (made_items(r, 60, 0.5), 0.0),
        "few without": (made_items(r, 40, 0.1), -2.75),
        "none without": (made_items(r, 30, 0.0), 1.0),
        "all without": (made_items(r, 20, 1.0), 0.5),
        "useless scores": ([[g, p, -n] for g, p, n in made_items(r, 40, 0.6)], 0.0),
        "tied scores": ([[g, p, float(round(n))] for g, p, n in made_items(r, 50, 0.5)], 0.0),
        "one": ([[["Harold"], "King Harold", 0.25]], 0.25),
    }
    with open(path, "w", encoding="ascii", newline="\n") as out:
        json.dump({
            "pairs": [{"gold": g, "predicted": p, "words": " ".join(words(p)),
                       "v1": score(1, g, p), "v2": score(2, g, p)} for g, p in PAIRS],
            "sets": [{"name": name, "items": items, "threshold": t, "figures": figures(items, t)}
                     for name, (items, t) in cases.items()],
        }, out, indent=None)
        out.write("\n")


def score_file(data, predictions, none=None):
    questions = [q for article in data["data"] for p in article["paragraphs"] for q in p["qas"]]
    golds = [(q["id"], [a["text"] for a in q["answers"]]) for q in questions]
    if none is None:
        version = 1 if all(g for _, g in golds) else 2
        scores = [score(version, g, predictions.get(i, "")) for i, g in golds]
        return {"version": version, "exact": sum(s[0] for s in scores) / len(scores),
                "f1": sum(s[1] for s in scores) / len(scores)}
    return figures([(g, predictions[i], none[i]) for i, g in golds], 0.0)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        files = [json.load(open(f, encoding="utf-8")) for f in sys.argv[2:]]
        print(json.dumps(score_file(*files), indent=2))
