"""The figures of chunks by conlleval's rules once more, to check the Java ones by.

    python chunk_scores.py make ../resources/metrics/chunks.json
    python chunk_scores.py score columns.txt

make: the expected figures of ChunkScoresTest, of made-up sentences whose tags are sound or not. The rules are written here as conlleval
states them: when a chunk ends and when one starts, by the tag and the one before. Where seqeval is installed (pip install seqeval), its figures
must be the same. score: the figures of a file with the gold tag in the column before the last and the predicted one in the last.
"""

import json
import random
import sys
from collections import Counter


def parts(tag):
    return ("O", "") if tag == "O" else tuple(tag.split("-", 1))


def ends(before, before_type, tag, kind):
    if before == "O":
        return False
    return (before, tag) in {("B", "B"), ("B", "O"), ("I", "B"), ("I", "O"), ("B", "S"), ("I", "S")} \
        or before in ("E", "S") or before_type != kind


def starts(before, before_type, tag, kind):
    if tag == "O":
        return False
    return tag in ("B", "S") or (before in ("O", "E", "S") and tag in ("I", "E")) or before_type != kind


def chunks(tags):
    found, first = [], None
    before, before_type = "O", ""
    for i, whole in enumerate(list(tags) + ["O"]):
        tag, kind = parts(whole)
        if ends(before, before_type, tag, kind):
            found.append((first, i, before_type))
        if starts(before, before_type, tag, kind):
            first = i
        before, before_type = tag, kind
    return set(found)


def ratios(gold, predicted, right):
    return {"precision": right / predicted if predicted else 0.0, "recall": right / gold if gold else 0.0,
            "f1": 2 * right / (gold + predicted) if gold + predicted else 0.0}


def scores(gold, predicted):
    counts = {key: Counter() for key in ("gold", "predicted", "right")}
    for g, p in zip(gold, predicted):
        of_gold, of_predicted = chunks(g), chunks(p)
        for key, some in (("gold", of_gold), ("predicted", of_predicted), ("right", of_gold & of_predicted)):
            counts[key].update(kind for _, _, kind in some)
    figures = ratios(*(sum(counts[key].values()) for key in ("gold", "predicted", "right")))
    for kind in sorted(set(counts["gold"]) | set(counts["predicted"])):
        own = ratios(*(counts[key][kind] for key in ("gold", "predicted", "right")))
        figures.update({f"{name}:{kind}": value for name, value in own.items()})
    words = [(a, b) for g, p in zip(gold, predicted) for a, b in zip(g, p)]
    figures["accuracy"] = sum(a == b for a, b in words) / len(words)
    return figures


def compare_with_seqeval(gold, predicted, figures):
    try:
        from seqeval.metrics import f1_score, precision_score, recall_score
    except ImportError:
        return
    for name, of in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert abs(of(gold, predicted, zero_division=0) - figures[name]) < 1e-12, name


def made(letters, rng):
    tags = ["O"] + [f"{letter}-{kind}" for letter in letters for kind in ("PER", "LOC", "A-B")]
    gold, predicted = [], []
    for _ in range(30):
        sentence = [rng.choice(tags) for _ in range(rng.randrange(1, 12))]
        gold.append(sentence)
        predicted.append([tag if rng.random() < 0.7 else rng.choice(tags) for tag in sentence])
    return gold, predicted


def main():
    if sys.argv[1] == "score":
        gold, predicted = [[]], [[]]
        for line in open(sys.argv[2], encoding="utf-8"):
            fields = line.split()
            if not fields:
                gold.append([])
                predicted.append([])
            else:
                gold[-1].append(fields[-2])
                predicted[-1].append(fields[-1])
        print(json.dumps(scores(gold, predicted), indent=1))
        return
    rng = random.Random(5)
    cases = []
    for name, letters in (("IOB", "BI"), ("I alone", "I"), ("BIOES", "BIES")):
        gold, predicted = made(letters, rng)
        figures = scores(gold, predicted)
        compare_with_seqeval(gold, predicted, figures)
        cases.append({"name": name, "gold": gold, "predicted": predicted, "figures": figures})
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(cases, out)
        out.write("\n")


main()
