"""Minimal pairs from CoLA's files: python cola_pairs.py dev.tsv train.tsv ... > pairs.jsonl

CoLA's sentences stand in the order of the articles that they are from (Warstadt et al., 2019, section 3.1), so that a sentence that is not
acceptable mostly stands near the acceptable one that it was made from. Each of them is paired with the acceptable sentence of the same
source, at most NEAR lines away, that differs from it in the fewest words, where these are at most MOST; each pair stands once. Linguists
meant few of these for minimal pairs, as those of BLiMP are, and a sentence may be acceptable with another word order alone.
"""

import difflib
import json
import sys

NEAR = 5
MOST = 2


def words(sentence):
    return sentence.lower().rstrip(".?! ").split()


def distance(one, other):
    """Words that are put in, left out or exchanged."""
    codes = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in codes if kind != "equal")


def pairs(rows):
    for line, (source, label, bad) in enumerate(rows):
        if label == "1":
            continue
        near = rows[max(0, line - NEAR) : line + NEAR + 1]
        good = [text for other, acceptable, text in near if other == source and acceptable == "1"]
        found = [(distance(words(bad), words(text)), place, text) for place, text in enumerate(good)]
        if found and 0 < min(found)[0] <= MOST:
            yield min(found)[2], bad


def main(files):
    seen = set()
    for name in files:
        with open(name, encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        for good, bad in pairs([(source, label, text) for source, label, _, text in rows]):
            if (good, bad) not in seen:
                seen.add((good, bad))
                print(json.dumps({"good": good, "bad": bad}, ensure_ascii=False))


main(sys.argv[1:])
