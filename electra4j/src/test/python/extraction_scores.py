"""The strict figures of entities and relations once more, to check the Java ones by.

    python extraction_scores.py make ../resources/metrics/extractions.json
    python extraction_scores.py score gold.jsonl predicted.jsonl

make: made-up texts with what stands in them and what was found, and the figures that ExtractionScoresTest expects. score: the figures of two
files in the format of --task extraction (docs/tasks.md), such as a dev file and what `electra predict --out predicted.jsonl` made of it. A
thing counts once however often it is listed; places are those of the file.
"""

import json
import random
import sys


def listed(row):
    """The entities as (start, end, label), and the relations as (head, tail, name), each once, in the order of the row."""
    entities = [(e["start"], e["end"], e["label"]) for e in row["entities"]]
    relations = [(entities[r["head"]], entities[r["tail"]], r["relation"]) for r in row["relations"]]
    return list(dict.fromkeys(entities)), list(dict.fromkeys(relations))


def figures(name, gold, predicted, kind=None):
    """Precision, recall and F1 over texts, of one kind alone where it is given."""
    there = found = right = 0
    for expected, given in zip(gold, predicted):
        there += sum(kind is None or one[2] == kind for one in expected)
        for one in given:
            if kind is None or one[2] == kind:
                found += 1
                right += any(one == other for other in expected)
    precision = right / found if found else 0.0
    recall = right / there if there else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    suffix = "" if kind is None else ":" + kind
    return {f"{name}_{figure}{suffix}": value
            for figure, value in (("f1", f1), ("precision", precision), ("recall", recall))}


def score(gold_rows, predicted_rows):
    result = {}
    for name, which in (("relation", 1), ("entity", 0)):
        gold = [listed(row)[which] for row in gold_rows]
        predicted = [listed(row)[which] for row in predicted_rows]
        result.update(figures(name, gold, predicted))
        for kind in sorted({one[2] for rows in (gold, predicted) for row in rows for one in row}):
            result.update(figures(name, gold, predicted, kind))
    return result


def made(generator):
    """A text's entities and relations, and the same with faults."""
    starts = sorted(generator.sample(range(0, 60, 4), generator.randint(0, 5)))
    entities = [{"start": s, "end": s + generator.randint(1, 3), "label": generator.choice("XYZ")} for s in starts]
    pairs = [(i, j) for i in range(len(entities)) for j in range(len(entities)) if i != j]
    relations = [{"head": i, "tail": j, "relation": generator.choice(("near", "far"))}
                 for i, j in generator.sample(pairs, min(len(pairs), generator.randint(0, 4)))]
    found = [dict(e) for e in entities]
    for entity in found:
        if generator.random() < 0.2:
            entity[generator.choice(("start", "end"))] += 1
        if generator.random() < 0.2:
            entity["label"] = generator.choice("XYZ")
    named = [dict(r) for r in relations if generator.random() < 0.8]
    for relation in named:
        if generator.random() < 0.2:
            relation["head"], relation["tail"] = relation["tail"], relation["head"]
        if generator.random() < 0.2:
            relation["relation"] = generator.choice(("near", "far"))
    return {"entities": entities, "relations": relations}, {"entities": found, "relations": named}


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


if sys.argv[1] == "make":
    both = [made(random.Random(seed)) for seed in range(60)]
    fixture = {"gold": [g for g, _ in both], "predicted": [p for _, p in both]}
    fixture["figures"] = score(fixture["gold"], fixture["predicted"])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write(json.dumps(fixture, separators=(",", ":")) + "\n")
else:
    print(json.dumps(score(rows(sys.argv[2]), rows(sys.argv[3])), indent=2))
