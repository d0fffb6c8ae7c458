"""SemEval-2010 task 8 as entities and relations: python semeval_extraction.py TRAIN_FILE.TXT > train.jsonl

Both nominals of a sentence are entities of the one type NOMINAL; the relation goes from the first to the second or back, as its direction says,
and Other is none. What the set was not made for: nominals besides the two are not marked, so that a tagger that finds them is counted wrong.
"""

import json
import re
import sys


def example(sentence, relation):
    number, text = sentence.split("\t", 1)
    text = text.strip().removeprefix('"').removesuffix('"')
    entities = []
    for mark in ("e1", "e2"):
        before, inside, behind = re.fullmatch(f"(.*)<{mark}>(.*)</{mark}>(.*)", text).groups()
        lead = re.sub("</?e[12]>", "", before)
        entities.append({"start": len(lead), "end": len(lead) + len(re.sub("</?e[12]>", "", inside)), "label": "NOMINAL"})
    directed = re.fullmatch(r"(.+)\(e([12]),e([12])\)", relation.strip())
    relations = []
    if directed:
        name, head, tail = directed.groups()
        relations.append({"head": int(head) - 1, "tail": int(tail) - 1, "relation": name})
    return {"id": number, "text": re.sub("</?e[12]>", "", text), "entities": entities, "relations": relations}


def main(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for i in range(0, len(lines), 4):
        print(json.dumps(example(lines[i], lines[i + 1]), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
